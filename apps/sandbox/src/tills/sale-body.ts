/** A discount on a line or on the receipt. */
export interface Discount {
  readonly reason: string;
  readonly amount: string;
}

/** A line of a receipt, as it goes over the wire. */
export interface SaleLine {
  readonly articleId: string;
  readonly name: string;
  readonly quantity: string;
  readonly unitCode: string;
  readonly unitPrice: string;
  readonly discounts?: readonly Discount[];
  readonly amount: string;
  readonly taxRate: string;
  readonly exemptionCode?: string;
  readonly exemptionReason?: string;
}

/** A buyer who asks for an invoice. */
export interface Buyer {
  readonly name: string;
  readonly firstName?: string;
  readonly familyName?: string;
  readonly taxId?: string;
  readonly taxOffice?: string;
  readonly address: {
    readonly street: string;
    readonly district: string;
    readonly city: string;
    readonly postalCode: string;
    readonly countryCode: string;
  };
  readonly email?: string;
}

/** What follows from the lines and discounts of a receipt. */
export interface SaleAmounts {
  readonly taxes: readonly { readonly rate: string; readonly taxable: string; readonly tax: string }[];
  readonly totals: { readonly net: string; readonly tax: string; readonly gross: string };
}

/** A receipt, as a till posts it. */
export interface SaleBody extends SaleAmounts {
  readonly branch: string;
  readonly till: string;
  readonly zNumber: number;
  readonly receiptNumber: number;
  readonly soldAt: string;
  readonly currency: string;
  readonly pricesIncludeTax: true;
  readonly lines: readonly SaleLine[];
  readonly discounts?: readonly Discount[];
  readonly payments: readonly { readonly method: string; readonly amount: string; readonly status: 'captured' }[];
  readonly invoice?: { readonly requested: true; readonly buyer?: Buyer };
}

/** The readable natural key of a receipt. */
export function orderNumberOf(sale: Pick<SaleBody, 'branch' | 'till' | 'zNumber' | 'receiptNumber'>): string {
  return `${sale.branch}-${sale.till}-${sale.zNumber}-${sale.receiptNumber}`;
}
