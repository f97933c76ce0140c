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

/** What the services say of themselves, to be held against the ledgers of the outside world. */
export interface ServiceFacts {
  /** Orders by order number, of the services that were asked. */
  readonly orders: ReadonlyMap<string, ServiceOrder>;
  /** The channels whose services were asked. */
  readonly channels: ReadonlySet<Channel>;
  /** Open attention items by order number. */
  readonly attention: ReadonlyMap<string, readonly AttentionItem[]>;
  /** Invoice numbers that einvoice-sender itself reports as missing: given out, neither kept nor voided. */
  readonly missingNumbers: ReadonlySet<string>;
  /** The delivery ids that wait in quarantine; absent where ecommerce-webhooks was not asked. */
  readonly quarantined?: ReadonlySet<string>;
  /** The bank's references of undecided lines; absent where bank-reconciler was not asked. */
  readonly undecided?: readonly string[];
}
