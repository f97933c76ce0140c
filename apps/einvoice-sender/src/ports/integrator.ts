import type { Order } from '@kervan/contracts';
import type { Transaction } from '@kervan/messaging';

/** An order that waits for what the authority's list says of its buyer. */
export interface ReceiverQuestion {
  readonly orderId: string;
  readonly commandId: string;
  readonly taxId: string;
  readonly order: Order;
}

/** An invoice that is to be handed to the integrator, without its document: that is read when it is sent. */
export interface Dispatch {
  readonly orderId: string;
  readonly commandId: string;
  readonly number: string;
  readonly ettn: string;
  readonly profile: string;
  readonly receiverAlias: string | null;
  /** Whether an earlier transmission of it was refused: a look-up that lags behind may still tell of that one. */
  readonly isResent?: boolean;
}

/** An invoice whose fate is asked for; `poll` counts from 0. */
export interface StatusQuestion {
  readonly orderId: string;
  readonly number: string;
  readonly ettn: string;
  readonly poll: number;
  /** How long ago the integrator took it after one that was refused, when the question arose; milliseconds. */
  readonly takenAgoMs?: number | null;
}

/** How an invoice stands with the integrator and the authority. */
export type TransmissionStatus =
  | { readonly kind: 'pending' }
  | { readonly kind: 'accepted'; readonly at: string }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string; readonly correctable: boolean };

/** Code of a refusal by which the integrator has this very invoice, with another content or under another number. */
export const ETTN_USED = 'ettn-used';

/**
 * The integrator, between the company and the tax authority.
 *
 * Each call is stored in the transaction and made after it commits; what it comes to is settled in a transaction of its
 * own. Nothing here waits for the network.
 */
export interface IntegratorPort {
  lookUpReceiver(tx: Transaction, question: ReceiverQuestion): void;
  /** Sent again under the same ETTN as often as it takes, it is one invoice. */
  send(tx: Transaction, dispatch: Dispatch): void;
  askStatus(tx: Transaction, question: StatusQuestion): void;
}

/** Injection token of the {@link IntegratorPort}. */
export const INTEGRATOR = Symbol('IntegratorPort');
