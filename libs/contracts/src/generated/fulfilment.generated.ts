// Generated from schemas/ by `npm run contracts:generate`. Change the schema, not this file.
import { recordType, type RecordType } from '../record-type.js';
import type { Mode, Reference } from './sales.generated.js';
import {
  amendOrderSchema,
  orderAttentionResolvedSchema,
  orderCompletedSchema,
  orderNeedsAttentionSchema,
  orderReversedSchema,
  orderTakenSchema,
  pauseOrderSchema,
  resumeOrderSchema,
  retryStepSchema,
  skipStepSchema,
  stepDeadlineReachedSchema,
} from './fulfilment-schemas.generated.js';

/** An operator corrects the order and has the current step done again, as a new attempt. */
export interface AmendOrder {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names the operator's act; the same act sent twice counts once. */
  readonly actId: string;
  /** The correction: an RFC 7396 JSON merge patch on the Order. Personal. */
  readonly mergePatch: string;
  /** The operator who acts. Personal. */
  readonly by: string;
  /** The operator's reason, for the history. Personal. */
  readonly reason: string;
  /**
   * The saga's revision as the operator saw it: how many inputs it had taken. Once it has taken another, the act
   * changes nothing. Null: not told.
   */
  readonly seenRevision: number | null;
  /**
   * Why a person was asked, as the operator saw it. Where it is for another reason by then, or nobody is asked any
   * more, the act changes nothing. Null: not told.
   */
  readonly seenCode: string | null;
}
export const AmendOrder: RecordType<AmendOrder> = recordType({
  fullName: 'kervan.fulfilment.AmendOrder',
  kind: 'command',
  topics: ['fulfilment.order.commands.v1'],
  schema: amendOrderSchema,
});

/** A document that was created for an order. */
export interface Document {
  /** What it is. */
  readonly type: DocumentType;
  /** Its number in the system that issued it. */
  readonly number: string;
  /** Its date, where it is known. */
  readonly issuedOn: string | null;
}

/** The kinds of documents that fulfilling an order creates. */
export const DocumentType = {
  erp_sales_order: 'erp_sales_order',
  erp_invoice: 'erp_invoice',
  erp_payment: 'erp_payment',
  invoice: 'invoice',
} as const;
export type DocumentType = (typeof DocumentType)[keyof typeof DocumentType];

/**
 * The order no longer waits for a person: what it waited for has come after all, or a person or a cancellation has
 * acted, and it goes on by itself. Follows each OrderNeedsAttention, unless another of them, OrderCompleted or
 * OrderReversed takes its place.
 */
export interface OrderAttentionResolved {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The order's readable natural key, for people and documents. */
  readonly orderNumber: string;
  /** The step at which it had waited. */
  readonly step: string;
  /** Stable code of what it had waited for, as OrderNeedsAttention told it. */
  readonly code: string;
  /** When it went on, by the orchestrator's database. */
  readonly resolvedAt: string;
}
export const OrderAttentionResolved: RecordType<OrderAttentionResolved> = recordType({
  fullName: 'kervan.fulfilment.OrderAttentionResolved',
  kind: 'event',
  topics: ['fulfilment.order.events.v1'],
  schema: orderAttentionResolvedSchema,
});

/** Everything due for the order is done: posted, invoiced where due, paid and booked. */
export interface OrderCompleted {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The order's readable natural key, for people and documents. */
  readonly orderNumber: string;
  /** When the last step ended. */
  readonly completedAt: string;
  /** The documents created for the order, in the order of their creation. */
  readonly documents: readonly Document[];
  /**
   * The payments from bank statements that the order has taken: they are booked, or a person has said so. One that was
   * matched with the order and is not among them came too late, and is booked nowhere. Null: a release told it that
   * does not say.
   */
  readonly settledPayments: readonly SettledPayment[] | null;
}
export const OrderCompleted: RecordType<OrderCompleted> = recordType({
  fullName: 'kervan.fulfilment.OrderCompleted',
  kind: 'event',
  topics: ['fulfilment.order.events.v1'],
  schema: orderCompletedSchema,
});

/**
 * The order waits for a person. It goes on when the awaited reply comes, or when an operator or a cancellation acts;
 * never by time. OrderAttentionResolved tells so, unless another need, OrderCompleted or OrderReversed follows at once.
 * Told again, with the same code, detail and since, when the order is published again, and when a retry, a skip or an
 * amendment has no effect.
 */
export interface OrderNeedsAttention {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The order's readable natural key, for people and documents. */
  readonly orderNumber: string;
  /** The step at which it waits. */
  readonly step: string;
  /** Stable code of the cause. */
  readonly code: string;
  /** The cause in words, without personal data. */
  readonly detail: string;
  /** Since when it waits for this. */
  readonly since: string;
}
export const OrderNeedsAttention: RecordType<OrderNeedsAttention> = recordType({
  fullName: 'kervan.fulfilment.OrderNeedsAttention',
  kind: 'event',
  topics: ['fulfilment.order.events.v1'],
  schema: orderNeedsAttentionSchema,
});

/** What had been done for the order has been undone; nothing of it stands. */
export interface OrderReversed {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The order's readable natural key, for people and documents. */
  readonly orderNumber: string;
  /** When the last undo ended. */
  readonly reversedAt: string;
  /** Why it was reversed: a refusal or a cancellation. Personal. */
  readonly reason: string;
  /** The documents created for the order, in the order of their creation. */
  readonly documents: readonly Document[];
}
export const OrderReversed: RecordType<OrderReversed> = recordType({
  fullName: 'kervan.fulfilment.OrderReversed',
  kind: 'event',
  topics: ['fulfilment.order.events.v1'],
  schema: orderReversedSchema,
});

/**
 * The orchestrator has the order and will see it through: the end-to-end receipt. Answers every OrderPlaced of an
 * order, the repeated ones too; a repeated one is told after it where the order stands, if it has ended or waits for a
 * person. Told again when a person has amended the order, and when an amendment or a skip has no effect.
 */
export interface OrderTaken {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** When the order was first taken. */
  readonly takenAt: string;
  /**
   * When this was told, by the orchestrator's database. So each telling is a message of its own, also of an
   * orchestrator that was set back to an older state and tells the same of the same cause again. Null: told by a
   * release that does not say.
   */
  readonly toldAt: string | null;
  /**
   * What is to be paid of the order as the orchestrator has it now, whatever its source has told; the last word counts.
   * Null: told by a release that does not say.
   */
  readonly receivable: Receivable | null;
}
export const OrderTaken: RecordType<OrderTaken> = recordType({
  fullName: 'kervan.fulfilment.OrderTaken',
  kind: 'event',
  topics: ['fulfilment.order.events.v1'],
  schema: orderTakenSchema,
});

/** An operator has the saga send nothing more; what comes is recorded all the same. */
export interface PauseOrder {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names the operator's act; the same act sent twice counts once. */
  readonly actId: string;
  /** The operator who acts. Personal. */
  readonly by: string;
  /** The operator's reason, for the history. Personal. */
  readonly reason: string;
}
export const PauseOrder: RecordType<PauseOrder> = recordType({
  fullName: 'kervan.fulfilment.PauseOrder',
  kind: 'command',
  topics: ['fulfilment.order.commands.v1'],
  schema: pauseOrderSchema,
});

/** What is to be paid of an order, and what payers may name it by. No buyer. */
export interface Receivable {
  /** Code of the company that sold. */
  readonly company: string;
  /** Whether the order is real business or a test. */
  readonly mode: Mode;
  /** ISO 4217 code of every amount in this record, three letters. */
  readonly currency: string;
  /** The sum of the payments that are due, in minor units; 0 where everything is paid. */
  readonly dueMinor: number;
  /**
   * What the order comes to as it was taken, taxes included, in minor units. Null where a release has told it that does
   * not say.
   */
  readonly grossMinor: number | null;
  /** The order's readable natural key, for people and documents. */
  readonly orderNumber: string;
  /** The source's version of the order, for people. */
  readonly version: number;
  /** When it was placed, by the source's clock. */
  readonly placedAt: string;
  /** Other numbers that know the order; none where nothing is due. */
  readonly references: readonly Reference[];
}

/** An operator lets a paused saga go on from what was recorded meanwhile. */
export interface ResumeOrder {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names the operator's act; the same act sent twice counts once. */
  readonly actId: string;
  /** The operator who acts. Personal. */
  readonly by: string;
  /** The operator's reason, for the history. Personal. */
  readonly reason: string;
}
export const ResumeOrder: RecordType<ResumeOrder> = recordType({
  fullName: 'kervan.fulfilment.ResumeOrder',
  kind: 'command',
  topics: ['fulfilment.order.commands.v1'],
  schema: resumeOrderSchema,
});

/** An operator has the current step done again, as a new attempt. */
export interface RetryStep {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names the operator's act; the same act sent twice counts once. */
  readonly actId: string;
  /** The operator who acts. Personal. */
  readonly by: string;
  /** The operator's reason, for the history. Personal. */
  readonly reason: string;
  /**
   * The saga's revision as the operator saw it: how many inputs it had taken. Once it has taken another, the act
   * changes nothing. Null: not told.
   */
  readonly seenRevision: number | null;
  /**
   * Why a person was asked, as the operator saw it. Where it is for another reason by then, or nobody is asked any
   * more, the act changes nothing. Null: not told.
   */
  readonly seenCode: string | null;
}
export const RetryStep: RecordType<RetryStep> = recordType({
  fullName: 'kervan.fulfilment.RetryStep',
  kind: 'command',
  topics: ['fulfilment.order.commands.v1'],
  schema: retryStepSchema,
});

/** A payment on a bank statement that an order has taken, named as PaymentMatched names it. */
export interface SettledPayment {
  /**
   * The bank's reference of the statement entry. Two accounts whose statements are numbered alike may have the same:
   * see accountDigest.
   */
  readonly statementReference: string;
  /**
   * SHA-256, in hex, of the number of our account that the money came to. Null: the order knows of the payment from a
   * release that does not say, or from the ERP alone; then it may be any account.
   */
  readonly accountDigest: string | null;
  /** What came, in minor units of the order's currency. */
  readonly amountMinor: number;
}

/**
 * An operator has done a step, or its undo, in another way: once its command cannot be carried out any more, it counts
 * as done.
 */
export interface SkipStep {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names the operator's act; the same act sent twice counts once. */
  readonly actId: string;
  /** The step that is meant. An act that comes when the saga stands elsewhere changes nothing. */
  readonly step: string;
  /**
   * JSON object: what the step's reply would have told, such as the number of the document made by hand. Which fields,
   * the definition says.
   */
  readonly facts: string;
  /** The operator who acts. Personal. */
  readonly by: string;
  /** The operator's reason, for the history. Personal. */
  readonly reason: string;
  /**
   * The saga's revision as the operator saw it: how many inputs it had taken. Once it has taken another, the act
   * changes nothing. Null: not told.
   */
  readonly seenRevision: number | null;
  /**
   * Why a person was asked, as the operator saw it. Where it is for another reason by then, or nobody is asked any
   * more, the act changes nothing. Null: not told.
   */
  readonly seenCode: string | null;
}
export const SkipStep: RecordType<SkipStep> = recordType({
  fullName: 'kervan.fulfilment.SkipStep',
  kind: 'command',
  topics: ['fulfilment.order.commands.v1'],
  schema: skipStepSchema,
});

/** A step has not ended within its time. The saga asks for its outcome; a stale one is recorded and ignored. */
export interface StepDeadlineReached {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The step that was to end. */
  readonly step: string;
  /** The attempt of the step that the deadline belongs to, from 1. */
  readonly attempt: number;
}
export const StepDeadlineReached: RecordType<StepDeadlineReached> = recordType({
  fullName: 'kervan.fulfilment.StepDeadlineReached',
  kind: 'command',
  topics: ['fulfilment.order.commands.v1'],
  schema: stepDeadlineReachedSchema,
});
