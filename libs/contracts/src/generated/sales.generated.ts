// Generated from schemas/ by `npm run contracts:generate`. Change the schema, not this file.
import { recordType, type RecordType } from '../record-type.js';
import { orderCancelledSchema, orderPlacedSchema } from './sales-schemas.generated.js';

/** A postal address. */
export interface Address {
  /** Street, building and door. Personal. */
  readonly street: string;
  /** District (ilçe) or other part of the city. */
  readonly district: string | null;
  /** City; in Türkiye the province (il). */
  readonly city: string;
  /** Postal code. */
  readonly postalCode: string | null;
  /** ISO 3166-1 code of the country, two letters. */
  readonly countryCode: string;
}

/**
 * A discount (allowance) or an extra charge, on a line or on the whole document. Which of the two it is follows from
 * the field that holds it.
 */
export interface AllowanceOrCharge {
  /** Why it is granted or charged, as shown to the buyer. */
  readonly reason: string;
  /** Its amount in minor units, never negative, in the price basis of the order. */
  readonly amountMinor: number;
  /**
   * On a document: the rate that it belongs to; null spreads it over the rates in proportion. On a line always null:
   * the line's rate holds.
   */
  readonly tax: TaxRate | null;
}

/** The way by which an order reached the company. */
export const Channel = {
  till: 'till',
  web_shop: 'web_shop',
  marketplace: 'marketplace',
  edi: 'edi',
  api: 'api',
} as const;
export type Channel = (typeof Channel)[keyof typeof Channel];

/**
 * The fiscal document of a sale. receipt: the till's fiscal receipt (ÖKC fişi) is the document, no invoice is due.
 * invoice: an e-invoice or e-archive invoice is due.
 */
export const FiscalDocument = {
  receipt: 'receipt',
  invoice: 'invoice',
} as const;
export type FiscalDocument = (typeof FiscalDocument)[keyof typeof FiscalDocument];

/** Whether a record is real business (live) or goes to test systems only (test). */
export const Mode = {
  live: 'live',
  test: 'test',
} as const;
export type Mode = (typeof Mode)[keyof typeof Mode];

/**
 * A sale or an order as every channel tells it: the Canonical Data Model. Amounts are minor units of one currency; the
 * source's gross total is final.
 */
export interface Order {
  /** Code of the company that sold. */
  readonly company: string;
  /** Whether the order is real business or a test. */
  readonly mode: Mode;
  /** The way by which it came. */
  readonly channel: Channel;
  /** The system it came from, for people: 'branch 012 till 3', the name of a shop. */
  readonly source: string;
  /** The order's readable natural key, for people and documents. */
  readonly orderNumber: string;
  /**
   * The source's version of the order, from 1, for people: the first record of an order that adds up counts, whatever
   * the version of another.
   */
  readonly version: number;
  /** When it was placed, by the source's clock. */
  readonly placedAt: string;
  /** The fiscal day it belongs to, in the company's zone (Europe/Istanbul by default). */
  readonly businessDate: string;
  /** ISO 4217 code of every amount in this record, three letters. */
  readonly currency: string;
  /** The price basis: whether unit prices, line amounts, discounts and charges contain the tax. */
  readonly pricesIncludeTax: boolean;
  /** Which fiscal document this sale takes. */
  readonly fiscalDocument: FiscalDocument;
  /** What was sold; at least one line. */
  readonly lines: readonly OrderLine[];
  /** Discounts on the whole document. */
  readonly discounts: readonly AllowanceOrCharge[];
  /** Charges on the whole document, such as delivery. */
  readonly charges: readonly AllowanceOrCharge[];
  /** The tax per rate, one entry for each rate. */
  readonly taxes: readonly TaxSubtotal[];
  /** The totals. */
  readonly totals: OrderTotals;
  /** Who bought; null for an anonymous sale. */
  readonly buyer: Party | null;
  /** Where the goods go, when they are delivered. */
  readonly deliverTo: Address | null;
  /** How it is paid; together the gross total. */
  readonly payments: readonly Payment[];
  /** Other numbers that know this order. */
  readonly references: readonly Reference[];
}

/**
 * The source asks for an order to be cancelled. Undone before the tax authority's acceptance of the invoice; after it a
 * person decides.
 */
export interface OrderCancelled {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The order's readable natural key, for people and documents. */
  readonly orderNumber: string;
  /** Why, in the words of the one who asked. Personal. */
  readonly reason: string;
  /** Who asked: a till, a user, a system. Personal. */
  readonly requestedBy: string;
  /** When it was asked for. */
  readonly cancelledAt: string;
}
export const OrderCancelled: RecordType<OrderCancelled> = recordType({
  fullName: 'kervan.sales.OrderCancelled',
  kind: 'event',
  topics: ['sales.order.events.v1'],
  schema: orderCancelledSchema,
});

/** One position of an order. */
export interface OrderLine {
  /** Position in the order, from 1, unique within it. */
  readonly lineNumber: number;
  /** The article in the seller's article list. */
  readonly articleId: string;
  /** GTIN of the article (8, 12, 13 or 14 digits), where it has one. */
  readonly gtin: string | null;
  /** The article's name as sold. */
  readonly name: string;
  /** How much was sold, in the unit of unitCode. decimal. */
  readonly quantity: string;
  /** UN/ECE Recommendation 20 code of the unit: C62 piece, KGM kilogram, and so on. */
  readonly unitCode: string;
  /** Price of one unit before discounts, in the price basis. decimal of up to 8 places. */
  readonly unitPrice: string;
  /** Discounts on this line. */
  readonly discounts: readonly AllowanceOrCharge[];
  /** Charges on this line. */
  readonly charges: readonly AllowanceOrCharge[];
  /**
   * quantity × unitPrice − discounts + charges, rounded to minor units, in the price basis: with tax where
   * pricesIncludeTax.
   */
  readonly amountMinor: number;
  /** The tax of this line. */
  readonly tax: TaxRate;
}

/**
 * A sale was made or an order placed. Sent again with a new message id when its receipt stays unconfirmed; the orderId
 * stays.
 */
export interface OrderPlaced {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The order, whole. */
  readonly order: Order;
}
export const OrderPlaced: RecordType<OrderPlaced> = recordType({
  fullName: 'kervan.sales.OrderPlaced',
  kind: 'event',
  topics: ['sales.order.events.v1'],
  schema: orderPlacedSchema,
});

/** The totals of an order, in minor units. netMinor + taxMinor = grossMinor, always. */
export interface OrderTotals {
  /** Sum of the lines' amounts, in the price basis. */
  readonly linesMinor: number;
  /** Sum of the document's discounts, in the price basis. */
  readonly discountMinor: number;
  /** Sum of the document's charges, in the price basis. */
  readonly chargeMinor: number;
  /** Total without tax. */
  readonly netMinor: number;
  /** Total tax: the sum over the rates. */
  readonly taxMinor: number;
  /** Total with tax: what is payable. Given by the source and never changed. */
  readonly grossMinor: number;
}

/** The buyer: a company or a person. */
export interface Party {
  /** Full name of the company or the person. Personal. */
  readonly name: string;
  /** First name, of a person only. Personal. */
  readonly firstName: string | null;
  /** Family name, of a person only. Personal. */
  readonly familyName: string | null;
  /**
   * Tax identifier: VKN of 10 or TCKN of 11 digits, or another by taxIdScheme. null for a buyer who gave none.
   * Personal.
   */
  readonly taxId: string | null;
  /** What taxId is; null exactly when taxId is. */
  readonly taxIdScheme: TaxIdScheme | null;
  /** The tax office of a company. */
  readonly taxOffice: string | null;
  /** The buyer's address, where given. */
  readonly address: Address | null;
  /** Where an e-archive invoice is sent to. Personal. */
  readonly email: string | null;
  /** Telephone number. Personal. */
  readonly phone: string | null;
}

/** One payment of an order, received or still due. */
export interface Payment {
  /** cash, card, transfer, meal_card, on_account or another code of the source. */
  readonly method: string;
  /** Its amount in minor units, in the currency of the order. */
  readonly amountMinor: number;
  /** Whether the money is there or due. */
  readonly status: PaymentStatus;
  /** The payment's own number: authorisation code, transfer reference. Never a card number. Personal. */
  readonly reference: string | null;
  /** When a due payment is expected. */
  readonly dueDate: string | null;
}

/** captured: the money has been received. due: it is expected, and is matched from the bank statement. */
export const PaymentStatus = {
  captured: 'captured',
  due: 'due',
} as const;
export type PaymentStatus = (typeof PaymentStatus)[keyof typeof PaymentStatus];

/** A number by which another document or place knows the order. */
export interface Reference {
  /** What is referred to: receipt, z_number, branch, till, original_receipt, buyer_order, web_site and so on. */
  readonly type: string;
  /** The number or code itself. */
  readonly value: string;
  /** Date of the document referred to, where it has one. */
  readonly issuedOn: string | null;
}

/**
 * What kind of tax identifier a party has. VKN: Turkish company, 10 digits. TCKN: Turkish person, 11 digits. OTHER: any
 * other, such as a foreign VAT number.
 */
export const TaxIdScheme = {
  VKN: 'VKN',
  TCKN: 'TCKN',
  OTHER: 'OTHER',
} as const;
export type TaxIdScheme = (typeof TaxIdScheme)[keyof typeof TaxIdScheme];

/** A tax and its rate, as it applies to a line, an allowance or a subtotal. */
export interface TaxRate {
  /** UN/ECE 5153 code of the kind of tax. */
  readonly scheme: string;
  /** UN/ECE 5305 category code: S standard, Z zero rated, E exempt, and so on. */
  readonly category: string;
  /** The rate in percent. decimal, such as 20 or 8.5. */
  readonly ratePercent: string;
  /** Why no tax is due, in words; null where tax is due. */
  readonly exemptionReason: string | null;
  /** Code of that reason in the tax authority's list; null where tax is due. */
  readonly exemptionCode: string | null;
}

/** The tax of a document for one rate. A document has one per rate, and tax is rounded here, once. */
export interface TaxSubtotal {
  /** The rate. */
  readonly tax: TaxRate;
  /** The amount that is taxed, without tax, in minor units. */
  readonly taxableMinor: number;
  /** The tax on it, in minor units. */
  readonly taxMinor: number;
}
