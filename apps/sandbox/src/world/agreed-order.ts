/** An amount of goods or shipping, in both price bases where both are told. */
export interface AgreedAmount {
  readonly net: string;
  readonly gross?: string;
}

/** Who buys, as the seller is told. */
export interface AgreedBuyer {
  readonly name: string;
  /** Absent where a person gives none. */
  readonly taxId?: string;
}

/** A line of goods. */
export interface AgreedLine extends AgreedAmount {
  readonly articleId: string;
  readonly quantity: string;
}

/** What a customer and the seller agreed on, as the customer's side reckons it; amounts are decimal strings. */
export interface AgreedOrder {
  readonly currency: string;
  readonly buyer: AgreedBuyer;
  readonly lines: readonly AgreedLine[];
  readonly shipping: AgreedAmount;
  readonly taxes: readonly { readonly rate: string; readonly taxable: string; readonly tax: string }[];
  readonly totals: { readonly net: string; readonly tax: string; readonly gross: string };
  readonly payments: readonly { readonly method: string; readonly amount: string }[];
}
