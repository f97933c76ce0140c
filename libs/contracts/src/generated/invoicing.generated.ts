// Generated from schemas/ by `npm run contracts:generate`. Change the schema, not this file.
import { recordType, type RecordType } from '../record-type.js';
import type { Mode, Order, TaxSubtotal } from './sales.generated.js';
import {
  followTransmissionSchema,
  invoiceAcceptedSchema,
  invoiceClearanceRefusedSchema,
  invoiceClearedSchema,
  invoiceIssuedSchema,
  invoiceNumberAssignedSchema,
  invoiceNumberVoidedSchema,
  invoiceRefusedSchema,
  invoiceTransmissionRefusedSchema,
  invoiceVoidedSchema,
  issueInvoiceSchema,
  transmitInvoiceSchema,
  voidInvoiceSchema,
} from './invoicing-schemas.generated.js';

/** One thing that keeps an order from being invoiced, and what to do about it. */
export interface Finding {
  /** Where it is: a JSON pointer into the order. */
  readonly field: string;
  /** Stable code of the rule. */
  readonly rule: string;
  /** What is wrong, in Turkish. */
  readonly reasonTr: string;
  /** What is wrong, in English. */
  readonly reasonEn: string;
  /** What would make it right. */
  readonly fix: string;
}

/** Time to ask the integrator again how the transmission stands. Sent by the invoicing service to itself. */
export interface FollowTransmission {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Number of the invoice. */
  readonly invoiceNumber: string;
  /** How many times it has been asked before, from 0. */
  readonly poll: number;
}
export const FollowTransmission: RecordType<FollowTransmission> = recordType({
  fullName: 'kervan.invoicing.FollowTransmission',
  kind: 'command',
  topics: ['invoicing.invoice.commands.v1'],
  schema: followTransmissionSchema,
});

/** The tax authority has accepted the invoice. From here on it is never undone, only corrected by another document. */
export interface InvoiceAccepted {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
  /** Number of the invoice. */
  readonly invoiceNumber: string;
  /** When the authority accepted it. */
  readonly acceptedAt: string;
}
export const InvoiceAccepted: RecordType<InvoiceAccepted> = recordType({
  fullName: 'kervan.invoicing.InvoiceAccepted',
  kind: 'reply',
  topics: ['invoicing.invoice.replies.v1'],
  schema: invoiceAcceptedSchema,
});

/**
 * The tax authority or the integrator has refused the invoice. The fact for others behind the reply
 * InvoiceTransmissionRefused.
 */
export interface InvoiceClearanceRefused {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Number of the invoice. */
  readonly invoiceNumber: string;
  /** The refuser's code. */
  readonly code: string;
  /** The refusal in words, without personal data. */
  readonly detail: string;
  /** Whether it is a refusal of form: the invoice may be corrected and sent again under the same number. */
  readonly correctable: boolean;
  /** When the refusal was known. */
  readonly refusedAt: string;
}
export const InvoiceClearanceRefused: RecordType<InvoiceClearanceRefused> = recordType({
  fullName: 'kervan.invoicing.InvoiceClearanceRefused',
  kind: 'event',
  topics: ['invoicing.invoice.events.v1'],
  schema: invoiceClearanceRefusedSchema,
});

/** The tax authority has accepted the invoice: it is final. The fact for others behind the reply InvoiceAccepted. */
export interface InvoiceCleared {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Number of the invoice. */
  readonly invoiceNumber: string;
  /** When the authority accepted it. */
  readonly clearedAt: string;
}
export const InvoiceCleared: RecordType<InvoiceCleared> = recordType({
  fullName: 'kervan.invoicing.InvoiceCleared',
  kind: 'event',
  topics: ['invoicing.invoice.events.v1'],
  schema: invoiceClearedSchema,
});

/** The invoice has its number and its document. */
export interface InvoiceIssued {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
  /** The invoice. */
  readonly invoice: IssuedInvoice;
}
export const InvoiceIssued: RecordType<InvoiceIssued> = recordType({
  fullName: 'kervan.invoicing.InvoiceIssued',
  kind: 'reply',
  topics: ['invoicing.invoice.replies.v1'],
  schema: invoiceIssuedSchema,
});

/**
 * An invoice has drawn its number: from here on buyers, banks and accountants may name it. Told again, with the same
 * number, when a refusal of form was corrected.
 */
export interface InvoiceNumberAssigned {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The order's readable natural key, for people and documents. */
  readonly orderNumber: string;
  /** Code of the company that sold. */
  readonly company: string;
  /** Whether the invoice is real business or a test. */
  readonly mode: Mode;
  /** The invoice. */
  readonly invoice: IssuedInvoice;
  /** When the number was drawn. */
  readonly assignedAt: string;
}
export const InvoiceNumberAssigned: RecordType<InvoiceNumberAssigned> = recordType({
  fullName: 'kervan.invoicing.InvoiceNumberAssigned',
  kind: 'event',
  topics: ['invoicing.invoice.events.v1'],
  schema: invoiceNumberAssignedSchema,
});

/**
 * The number of an invoice is void before the authority's acceptance: it stays used, nothing stands behind it. The fact
 * for others behind the reply InvoiceVoided.
 */
export interface InvoiceNumberVoided {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Number of the invoice. */
  readonly invoiceNumber: string;
  /** Why. Personal. */
  readonly reason: string;
  /** When it was voided. */
  readonly voidedAt: string;
}
export const InvoiceNumberVoided: RecordType<InvoiceNumberVoided> = recordType({
  fullName: 'kervan.invoicing.InvoiceNumberVoided',
  kind: 'event',
  topics: ['invoicing.invoice.events.v1'],
  schema: invoiceNumberVoidedSchema,
});

/** The order cannot be invoiced as it is. No number was used. */
export interface InvoiceRefused {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
  /** Stable code of the refusal. */
  readonly code: string;
  /** The refusal in words, without personal data. */
  readonly detail: string;
  /** What is wrong, one by one. */
  readonly findings: readonly Finding[];
}
export const InvoiceRefused: RecordType<InvoiceRefused> = recordType({
  fullName: 'kervan.invoicing.InvoiceRefused',
  kind: 'reply',
  topics: ['invoicing.invoice.replies.v1'],
  schema: invoiceRefusedSchema,
});

/** The tax authority or the integrator has refused the invoice. */
export interface InvoiceTransmissionRefused {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
  /** Number of the invoice. */
  readonly invoiceNumber: string;
  /** The refuser's code. */
  readonly code: string;
  /** The refusal in words, without personal data. */
  readonly detail: string;
  /** Whether it is a refusal of form: the invoice may be corrected and sent again under the same number. */
  readonly correctable: boolean;
}
export const InvoiceTransmissionRefused: RecordType<InvoiceTransmissionRefused> = recordType({
  fullName: 'kervan.invoicing.InvoiceTransmissionRefused',
  kind: 'reply',
  topics: ['invoicing.invoice.replies.v1'],
  schema: invoiceTransmissionRefusedSchema,
});

/** The invoice is void; its number stays used. */
export interface InvoiceVoided {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
  /** Number of the invoice. */
  readonly invoiceNumber: string;
}
export const InvoiceVoided: RecordType<InvoiceVoided> = recordType({
  fullName: 'kervan.invoicing.InvoiceVoided',
  kind: 'reply',
  topics: ['invoicing.invoice.replies.v1'],
  schema: invoiceVoidedSchema,
});

/**
 * Issues the invoice of the order: checks it, draws its number, writes the document. Repeating it never draws a second
 * number.
 */
export interface IssueInvoice {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names this command. The same id in a new message asks for the outcome of the same act; it never acts twice. */
  readonly commandId: string;
  /** The order to invoice. */
  readonly order: Order;
}
export const IssueInvoice: RecordType<IssueInvoice> = recordType({
  fullName: 'kervan.invoicing.IssueInvoice',
  kind: 'command',
  topics: ['invoicing.invoice.commands.v1'],
  schema: issueInvoiceSchema,
});

/** An invoice that has its number. */
export interface IssuedInvoice {
  /** Invoice number: series of 3 characters, year, 9 digits. */
  readonly number: string;
  /** The universally unique number of the invoice (ETTN), the same at every sending. */
  readonly ettn: string;
  /** The series that the number was drawn from. */
  readonly series: string;
  /** UBL-TR profile: TEMELFATURA for a registered receiver, EARSIVFATURA for any other. */
  readonly profile: string;
  /** Date of the invoice, in the company's zone. */
  readonly issueDate: string;
  /** ISO 4217 code of every amount in this record, three letters. */
  readonly currency: string;
  /** Total without tax, in minor units. */
  readonly netMinor: number;
  /** Total tax, in minor units. */
  readonly taxMinor: number;
  /** Total with tax, in minor units. */
  readonly grossMinor: number;
  /** The tax per rate. */
  readonly taxes: readonly TaxSubtotal[];
}

/** Transmits the invoice to the tax authority and follows it to its final state. */
export interface TransmitInvoice {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names this command. The same id in a new message asks for the outcome of the same act; it never acts twice. */
  readonly commandId: string;
  /** Number of the invoice. */
  readonly invoiceNumber: string;
}
export const TransmitInvoice: RecordType<TransmitInvoice> = recordType({
  fullName: 'kervan.invoicing.TransmitInvoice',
  kind: 'command',
  topics: ['invoicing.invoice.commands.v1'],
  schema: transmitInvoiceSchema,
});

/** Voids an issued invoice that has not been transmitted; the undo of IssueInvoice. */
export interface VoidInvoice {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names this command. The same id in a new message asks for the outcome of the same act; it never acts twice. */
  readonly commandId: string;
  /** Number of the invoice. */
  readonly invoiceNumber: string;
  /** Why it is voided. Personal. */
  readonly reason: string;
}
export const VoidInvoice: RecordType<VoidInvoice> = recordType({
  fullName: 'kervan.invoicing.VoidInvoice',
  kind: 'command',
  topics: ['invoicing.invoice.commands.v1'],
  schema: voidInvoiceSchema,
});
