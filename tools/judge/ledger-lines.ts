import {
  type Control,
  type Dropped,
  type Interchange,
  type Ordered,
  type Pinged,
  type Statement,
  type StatementDelivered,
  type WebhookDelivered,
} from './channel-lines.js';

/** What every ledger line carries. */
export interface LedgerLine {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
}

/** Net, tax and gross as decimal strings. */
export interface Totals {
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

/** The tax of one rate. */
export interface Tax {
  readonly rate: string;
  readonly taxable: string;
  readonly tax: string;
}

/** A payment by method. */
export interface Paid {
  readonly method: string;
  readonly amount: string;
}

/** A discount or a charge, and what it is for. */
export interface Allowance {
  readonly reason: string;
  readonly amount: string;
}

/** Who buys, by name; persons may give no tax id. */
export interface Buyer {
  readonly name: string;
  readonly taxId?: string;
}

/** A line of goods, as tills tell it and the ERP keeps it. */
export interface SoldLine {
  readonly articleId: string;
  readonly name: string;
  readonly quantity: string;
  readonly unitCode: string;
  readonly unitPrice: string;
  readonly amount: string;
  readonly taxRate: string;
}

/** tills.jsonl: a receipt that was rung up, before it was first sent. */
export interface Rung extends LedgerLine {
  readonly kind: 'rung';
  readonly orderNumber: string;
  readonly contentHash: string;
  readonly saleKind: string;
  readonly expectation: string;
  readonly sends: number;
  readonly cancellation?: string;
  readonly body: {
    readonly soldAt: string;
    readonly currency: string;
    readonly lines: readonly SoldLine[];
    readonly discounts?: readonly Allowance[];
    readonly taxes: readonly Tax[];
    readonly totals: Totals;
    readonly payments: readonly Paid[];
    readonly invoice?: { readonly buyer?: Buyer };
  };
}

/** tills.jsonl: how one attempt was answered. */
export interface Answered extends LedgerLine {
  readonly kind: 'answered' | 'cancellation-answered';
  readonly orderNumber: string;
  readonly contentHash: string;
  readonly sending?: number;
  readonly attempt: number;
  readonly sentAt: string;
  readonly answer: 'accepted' | 'refused' | 'unknown';
  readonly code?: string;
  readonly saleId?: string;
}

/** erp.jsonl: a request that led to no document: it was refused, or repeats what the ERP has already. */
export interface ErpRequest extends LedgerLine {
  readonly kind: 'refusal' | 'repeat';
  readonly reference: string;
  readonly orderNumber?: string;
  /** Absent where it came without one, and of refusals in older ledgers. */
  readonly idempotencyKey?: string;
}

/** erp.jsonl: a document in the ERP's books. */
export interface ErpDocument extends LedgerLine {
  readonly kind: 'sales-order' | 'invoice' | 'payment' | 'cancellation';
  readonly number: string;
  readonly reference: string;
  readonly orderNumber: string;
  readonly erpOrderNumber?: string;
  readonly idempotencyKey?: string;
  readonly contentHash: string;
  readonly body: {
    readonly company?: string;
    readonly mode?: string;
    readonly businessDate?: string;
    readonly issueDate?: string;
    /** The price basis of the lines; absent means with tax. */
    readonly pricesIncludeTax?: boolean;
    readonly lines?: readonly SoldLine[];
    readonly discounts?: readonly Allowance[];
    readonly charges?: readonly Allowance[];
    readonly currency?: string;
    readonly customer?: Buyer;
    readonly taxes?: readonly Tax[];
    readonly totals?: Totals;
    readonly payments?: readonly Paid[];
    readonly total?: string;
    readonly invoiceNumber?: string | null;
    readonly ettn?: string;
  };
}

/** integrator.jsonl: an invoice as it was transmitted. */
export interface Transmission extends LedgerLine {
  readonly kind: 'transmission';
  readonly ettn: string;
  readonly number: string;
  readonly attempt: number;
  readonly contentHash: string;
  readonly invoice: {
    readonly orderNumber?: string;
    /** `EARSIVFATURA`, or a profile of the e-Fatura. */
    readonly profile: string;
    readonly issueDate: string;
    readonly currency: string;
    readonly sellerTaxId: string;
    readonly buyerTaxId: string;
    readonly buyerName: string;
    /** Without tax, in the order of the invoice. */
    readonly lineAmounts: readonly string[];
    readonly taxes: readonly Tax[];
    readonly taxTotal: string;
    readonly totals: { readonly net: string; readonly gross: string; readonly payable: string };
  };
}

/** integrator.jsonl: the authority's word on one attempt. */
export interface Decision extends LedgerLine {
  readonly kind: 'decision';
  readonly ettn: string;
  readonly number: string;
  readonly attempt: number;
  readonly status: 'accepted' | 'refused';
  readonly code: number;
}

/** All that the outside world wrote down. */
export interface Ledgers {
  readonly tills: readonly (Rung | Answered)[];
  readonly erp: readonly (ErpDocument | ErpRequest)[];
  readonly integrator: readonly (Transmission | Decision)[];
  readonly shops: readonly (Ordered | WebhookDelivered | Pinged)[];
  readonly partner: readonly (Interchange | Dropped | Control)[];
  readonly bank: readonly (Statement | StatementDelivered)[];
  /** SHA-256 of the received XML files by invoice number; `undefined` where the files are not at hand. */
  readonly invoiceFiles?: ReadonlyMap<string, string>;
}

/** Tells whether a line of the ERP is a document in its books. */
export function isDocument(line: Ledgers['erp'][number]): line is ErpDocument {
  return line.kind !== 'refusal' && line.kind !== 'repeat';
}
