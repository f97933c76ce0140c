import { type Channel } from './inputs.js';

/** An order that waits for a person, as the orchestrator lists it. */
export interface AttentionItem {
  readonly step: string;
  readonly code: string;
}

/** An order as the service at its door shows it. */
export interface ServiceOrder {
  readonly id: string;
  readonly state: string;
}

/** Where the orchestrator is with an order. */
export interface SagaState {
  readonly status: string;
  /** What persons did to it, in words, oldest first; known of the orders that were asked about. */
  readonly acts: readonly string[];
}

/** A line of a bank statement, as bank-reconciler shows it. */
export interface BankLine {
  readonly bankReference: string | null;
  readonly state: string;
  readonly amount: string;
  /** The order that it pays; absent while it is matched with none. */
  readonly orderNumber?: string;
  /** A person's decision in words; absent where the rule has decided, or nobody. */
  readonly decided?: string;
}

/** A delivery in quarantine. */
export interface QuarantinedDelivery {
  readonly state: string;
  /** A person's decision in words; absent while it is open. */
  readonly decided?: string;
}

/** An invoice that has its number, as einvoice-sender lists it. */
export interface IssuedInvoice {
  readonly number: string;
  readonly orderNumber: string;
  readonly state: string;
}

/** Names a delivery: its id is not enough, as WooCommerce gives one to all that a webhook sends in a second. */
export function deliveryKey({ orderNumber, deliveryId }: { orderNumber: string | null; deliveryId: string }): string {
  return `${orderNumber ?? 'no order'} ${deliveryId}`;
}

/** What the services say of themselves, to be held against the ledgers of the outside world. */
export interface ServiceFacts {
  /** Orders by order number, of the services that were asked. */
  readonly orders: ReadonlyMap<string, ServiceOrder>;
  /** Order numbers that are listed more than once for one company and mode. */
  readonly doubledOrders?: readonly string[];
  /** The channels whose services were asked. */
  readonly channels: ReadonlySet<Channel>;
  /** Every order that the orchestrator has ever heard of, by order number. */
  readonly sagas: ReadonlyMap<string, SagaState>;
  /** Open attention items by order number. */
  readonly attention: ReadonlyMap<string, readonly AttentionItem[]>;
  /** Invoice numbers that einvoice-sender itself reports as missing: given out, neither kept nor voided. */
  readonly missingNumbers: ReadonlySet<string>;
  /** Deliveries that were ever put aside, by {@link deliveryKey}; absent where ecommerce-webhooks was not asked. */
  readonly quarantined?: ReadonlyMap<string, QuarantinedDelivery>;
  /** The {@link deliveryKey}s under which more than one was put aside. */
  readonly doubledDeliveries?: ReadonlySet<string>;
  /** The interchanges with a message in quarantine; absent where edi-gateway was not asked. */
  readonly quarantinedInterchanges?: ReadonlySet<string>;
  /** Every invoice of the days on which some were transmitted. */
  readonly invoices?: readonly IssuedInvoice[];
  /** Every line of every statement; absent where bank-reconciler was not asked. */
  readonly bankLines?: readonly BankLine[];
}
