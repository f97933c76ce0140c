import type { Happening } from './happening.js';
import type { HappeningKind } from './happening-kind.js';

/** What a person is waited for. */
export interface Attention {
  readonly step: string;
  readonly code: string;
  readonly detail: string;
  /** ISO 8601. */
  readonly since: string;
}

/** By what a step that waits for a person goes on without one: it succeeds after all, or is undone. */
const successesOf: Readonly<Record<string, readonly HappeningKind[]>> = {
  'post-order': ['SalesOrderPosted', 'SalesOrderCancelled'],
  'issue-invoice': ['InvoiceNumberAssigned', 'InvoiceNumberVoided'],
  'transmit': ['InvoiceCleared'],
  'book-invoice': ['InvoicePosted'],
  'post-payment': ['PaymentPosted'],
  'settle': ['PaymentMatched'],
  'post-settlement': ['PaymentPosted'],
};

/**
 * Whether an order that waits for a person goes on by this.
 *
 * A refusal never ends the waiting: what follows from it is told by itself. A cancellation does before the pivot, since
 * the order is then taken back. What had no effect on the order, such as an act that was meant for an earlier moment, is
 * not known as such from itself: the orchestrator then tells again that a person is waited for.
 */
export function endsAttention(
  { step }: Pick<Attention, 'step'>,
  { kind }: Pick<Happening, 'kind'>,
  pivotPassed: boolean,
): boolean {
  switch (kind) {
    case 'RetryStep':
    case 'AmendOrder':
    case 'SkipStep':
      return true;
    case 'OrderCancelled':
      return !pivotPassed;
    default:
      return successesOf[step]?.includes(kind) ?? false;
  }
}
