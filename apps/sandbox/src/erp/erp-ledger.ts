import { type Provenance } from '../http/provenance.js';

/** The kinds of document that the ERP keeps; each has its own number range. */
export const ERP_DOCUMENT = {
  salesOrder: 'sales-order',
  invoice: 'invoice',
  payment: 'payment',
  cancellation: 'cancellation',
} as const;

export type ErpDocumentKind = (typeof ERP_DOCUMENT)[keyof typeof ERP_DOCUMENT];

/** A document that the ERP took, with the body exactly as received. */
export interface ErpDocumentEntry extends Provenance {
  readonly kind: ErpDocumentKind;
  readonly number: string;
  readonly reference: string;
  readonly orderNumber: string;
  /** The sales order that an invoice, a payment or a cancellation belongs to. */
  readonly erpOrderNumber?: string;
  readonly idempotencyKey?: string;
  /** SHA-256 of the received body, whatever the order of its properties. */
  readonly contentHash: string;
  readonly body: object;
}

/** A document that the ERP refused; without effect. */
export interface ErpRefusalEntry extends Provenance {
  readonly kind: 'refusal';
  readonly refused: ErpDocumentKind;
  readonly reference: string;
  readonly orderNumber?: string;
  readonly idempotencyKey?: string;
  readonly code: string;
  readonly detail: string;
}

/** A request for what the ERP has already, by its key or its reference; without effect. */
export interface ErpRepeatEntry extends Provenance {
  readonly kind: 'repeat';
  readonly repeated: ErpDocumentKind;
  /** The document that it has. */
  readonly number: string;
  readonly reference: string;
  readonly orderNumber: string;
  readonly idempotencyKey?: string;
  /** With the first answer again, or with this code. */
  readonly answer: 'replayed' | 'idempotency-key-reused' | 'duplicate-reference';
}

/** What a line of erp.jsonl holds. */
export type ErpEntry = ErpDocumentEntry | ErpRefusalEntry | ErpRepeatEntry;
