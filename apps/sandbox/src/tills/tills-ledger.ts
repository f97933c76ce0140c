import { type AnswerClass } from '../delivery/answer-class.js';
import { type Expectation, type SaleKind } from './scripts.js';
import { type SaleBody } from './sale-body.js';

/** A receipt that a till has rung up, written before it is first sent. */
export interface RungEntry {
  readonly kind: 'rung';
  /** The natural key. */
  readonly orderNumber: string;
  /** SHA-256 of the body, whatever the order of its properties. */
  readonly contentHash: string;
  readonly saleKind: SaleKind;
  readonly expectation: Expectation;
  readonly sends: number;
  readonly cancellation?: 'at-once' | 'once-completed';
  readonly body: SaleBody;
}

interface TillAnswer {
  readonly orderNumber: string;
  readonly contentHash: string;
  /** The attempt, from 1 without gaps within its sending. */
  readonly attempt: number;
  readonly sentAt: string;
  readonly answer: AnswerClass;
  readonly status?: number;
  readonly code?: string;
  readonly correlationId: string;
}

/** The answer to one attempt of one of the sendings of a receipt. */
export interface AnsweredEntry extends TillAnswer {
  readonly kind: 'answered';
  readonly sending: number;
  readonly saleId?: string;
}

/** The answer to one attempt to cancel a receipt. */
export interface CancellationEntry extends TillAnswer {
  readonly kind: 'cancellation-answered';
}

/** What a line of tills.jsonl holds. */
export type TillEntry = RungEntry | AnsweredEntry | CancellationEntry;
