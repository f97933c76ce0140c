/** Tax of one rate, as written in the invoice. */
export interface TaxFacts {
  readonly rate: string;
  readonly taxable: string;
  readonly tax: string;
  readonly exemptionReason?: string;
}

/** What an invoice says, word for word; amounts are the decimal strings of the XML. */
export interface InvoiceFacts {
  readonly number: string;
  readonly ettn: string;
  readonly profile: string;
  readonly type: string;
  readonly issueDate: string;
  readonly currency: string;
  /** The order that the invoice names in cac:OrderReference. */
  readonly orderNumber?: string;
  readonly lineCount: string;
  readonly sellerTaxId: string;
  readonly buyerTaxId: string;
  readonly buyerName: string;
  readonly lineAmounts: readonly string[];
  readonly taxes: readonly TaxFacts[];
  readonly taxTotal: string;
  readonly totals: {
    readonly lines: string;
    readonly net: string;
    readonly gross: string;
    readonly allowances?: string;
    readonly charges?: string;
    readonly payable: string;
  };
}
