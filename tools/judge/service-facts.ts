/** An order that waits for a person, as the orchestrator lists it. */
export interface AttentionItem {
  readonly step: string;
  readonly code: string;
}

/** A sale as pos-ingest shows it. */
export interface ServiceSale {
  readonly id: string;
  readonly state: string;
}

/** What the services say of themselves, to be held against the ledgers of the outside world. */
export interface ServiceFacts {
  /** Sales by order number. */
  readonly sales: ReadonlyMap<string, ServiceSale>;
  /** Open attention items by order number. */
  readonly attention: ReadonlyMap<string, readonly AttentionItem[]>;
  /** Invoice numbers that einvoice-sender itself reports as missing: given out, neither kept nor voided. */
  readonly missingNumbers: ReadonlySet<string>;
}
