import type { Order } from '@kervan/contracts';
import type { Transaction } from '@kervan/messaging';

/** An order that waits for what the authority's list says of its buyer. */
export interface ReceiverQuestion {
  readonly orderId: string;
  readonly commandId: string;
  readonly taxId: string;
  readonly order: Order;
}

/** What an invoice says of itself, to be compared with what the integrator has under its ETTN. */
export interface Claim {
  readonly buyerTaxId: string;
  readonly currency: string;
  readonly grossMinor: number;
}

/** An invoice that is to be handed to the integrator, without its document: that is read when it is sent. */
export interface Dispatch {
  readonly orderId: string;
  readonly commandId: string;
  readonly number: string;
  readonly ettn: string;
  readonly profile: string;
  readonly receiverAlias: string | null;
  /** What it says; calls that were stored by releases before do not tell. */
  readonly claim?: Claim;
  /** Whether an earlier transmission of it was refused, or given up: a look-up that lags behind may still tell of that one. */
  readonly isResent?: boolean;
  /** Whether a person gave one up: the integrator may have it all the same, with what the invoice said then. */
  readonly isGivenUp?: boolean;
  /** Whether the integrator has said that it has something else under its ETTN. */
  readonly isDisputed?: boolean;
  /** Whether it was this very content of which it said so, and a person has it sent all the same. */
  readonly isInsistedOn?: boolean;
}

/** An invoice whose fate is asked for; `poll` counts from 0. */
export interface StatusQuestion {
  readonly orderId: string;
  readonly number: string;
  readonly ettn: string;
  readonly poll: number;
  readonly claim?: Claim;
  /** How long ago the integrator took it after one that was refused or given up, when the question arose; milliseconds. */
  readonly takenAgoMs?: number | null;
  /** Whether what the integrator has under its ETTN may be another document than was sent. */
  readonly isDisputed?: boolean;
}

/** A person's word that what was sent of an invoice never came. */
export interface GivenUp {
  /** When it was given, as the database tells it. */
  readonly at: string;
  /** How long ago that was when the question arose; milliseconds. */
  readonly agoMs: number;
}

/** A void of an invoice under whose ETTN the integrator has something that the authority may have accepted, or may have it. */
export interface VoidQuestion {
  readonly orderId: string;
  readonly commandId: string;
  readonly number: string;
  readonly ettn: string;
  readonly reason: string;
  readonly claim: Claim;
  /** Whether the integrator has said that it has something else under the ETTN; calls that were stored by releases before do not tell. */
  readonly isDisputed?: boolean;
  /** Where a person gave a transmission up; calls that were stored by releases before tell it only where nothing is disputed. */
  readonly givenUp?: GivenUp | null;
}

/** How an invoice stands with the integrator and the authority. */
export type TransmissionStatus =
  /** Undecided; `isTaken` where it was just taken as it is. */
  | { readonly kind: 'pending'; readonly isTaken?: true }
  | { readonly kind: 'accepted'; readonly at: string }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string; readonly correctable: boolean }
  /** The integrator has something else under the ETTN, or does not tell enough to know. */
  | { readonly kind: 'disputed'; readonly code: DisputeCode; readonly detail: string };

/** What the integrator has under the ETTN of a number that is to be voided. */
export type Holding =
  | TransmissionStatus
  /** What was refused for its form; what was sent before another content was given up may still come in its place. */
  | { readonly kind: 'replaceable' }
  /** Nothing; `isFinal` where what was sent before it was given up can no longer come. */
  | { readonly kind: 'absent'; readonly isFinal: boolean };

/** Why it is not known whether the authority has an invoice of an ETTN; a person is told. */
export const DisputeCode = {
  /** The integrator has the invoice already, with another content or under another number. */
  ettnUsed: 'ettn-used',
  /** What it has was compared: it has another number, total or buyer. */
  otherInvoiceHeld: 'other-invoice-held',
} as const;

export type DisputeCode = (typeof DisputeCode)[keyof typeof DisputeCode];

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
  /** Finds out whether the number of an invoice in doubt may be voided. */
  askBeforeVoid(tx: Transaction, question: VoidQuestion): void;
}

/** Injection token of the {@link IntegratorPort}. */
export const INTEGRATOR = Symbol('IntegratorPort');
