import type { AllowanceOrCharge, TaxRate } from '@kervan/contracts';
import type { Path } from './findings.js';

/** A part of an order's total with the tax that the vendor tells of it. */
interface Priced {
  /** After discounts, in the price basis of the document. */
  readonly amountMinor: number;
  readonly taxMinor: number;
  /** Undefined where the vendor tells no rate. */
  readonly tax: TaxRate | undefined;
}

/** A line as the vendor tells it. */
export interface ShopLine extends Priced {
  /** Empty where neither the vendor nor the profile tells one. */
  readonly articleId: string;
  readonly name: string;
  readonly quantity: string;
  readonly unitCode: string;
  /** Before discounts, in the price basis; where the vendor tells none, it follows from the amount. */
  readonly unitPrice?: string;
  readonly discounts: readonly AllowanceOrCharge[];
  /** Where the vendor's document tells of it. */
  readonly at: Path;
}

/** Shipping or another charge as the vendor tells it. */
export interface ShopCharge extends Priced {
  readonly reason: string;
}

/** The money of an order as its vendor tells it, in our words but with the vendor's own rounding. */
export interface ShopDocument {
  readonly currency: string;
  /** The price basis: whether amounts contain the tax. */
  readonly pricesIncludeTax: boolean;
  readonly lines: readonly ShopLine[];
  readonly charges: readonly ShopCharge[];
  /** Discounts on the whole document that no line has a share of. */
  readonly discounts: readonly AllowanceOrCharge[];
  /** What the vendor tells of each rate for the whole document; a rate may be told in parts. */
  readonly taxes: readonly { readonly tax: TaxRate; readonly taxMinor: number }[];
  /** What is payable, final. */
  readonly totalMinor: number;
  /** By how many minor units the vendor's rounding of parts may put them off the total. */
  readonly roundingMinor: number;
  /** Where the vendor's document tells of these. */
  readonly at: { readonly lines: Path; readonly taxes: Path; readonly total: Path };
}
