import { amountOf } from '../document-rows.js';
import { type Happening, inOrder } from '../follow-orders/happening.js';
import type { HappeningKind } from '../follow-orders/happening-kind.js';
import type { TimelineStep, TraceLink } from '../views.js';

/** Makes the link to a trace. */
export type LinkTrace = (traceId: string) => TraceLink;

const outcomes: Partial<Readonly<Record<HappeningKind, TimelineStep['outcome']>>> = {
  SalesOrderRejected: 'failed',
  InvoiceClearanceRefused: 'failed',
  CommandDead: 'failed',
  OrderNeedsAttention: 'waits',
};

/** What happened, from the first to the last, each with how long it took. */
export function timelineOf(happenings: readonly Happening[], linkTrace: LinkTrace): TimelineStep[] {
  const ordered = inOrder(happenings);
  const byId = new Map(ordered.map((one) => [one.messageId, one]));
  return ordered.map((one, index) => ({
    messageId: one.messageId,
    kind: one.kind,
    at: one.at,
    service: one.service,
    reference: one.reference,
    step: one.step,
    code: one.code,
    detail: one.detail,
    amount: amountOf(one.facts.amountMinor, one.facts.currency),
    currency: one.facts.currency ?? null,
    outcome: outcomes[one.kind] ?? 'well',
    ...durationOf(one, byId.get(one.causationId ?? ''), ordered[index - 1]),
    correlationId: one.correlationId,
    causationId: one.causationId,
    trace: one.traceId === null ? null : linkTrace(one.traceId),
  }));
}

/**
 * How long it took: since its cause, where that is on the timeline and lies before it, else since the step before.
 *
 * Clocks of two machines may differ, so a cause may seem to lie after what it caused: that is no duration.
 */
function durationOf(
  { at }: Happening,
  cause: Happening | undefined,
  before: Happening | undefined,
): Pick<TimelineStep, 'tookMs' | 'since'> {
  const sinceCause = cause && Date.parse(at) - Date.parse(cause.at);
  if (sinceCause !== undefined && sinceCause >= 0) return { tookMs: sinceCause, since: 'cause' };
  if (before) return { tookMs: Math.max(0, Date.parse(at) - Date.parse(before.at)), since: 'step-before' };
  return { tookMs: null, since: null };
}
