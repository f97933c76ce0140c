import { context, propagation, ROOT_CONTEXT, trace, TraceFlags, type Context, type SpanContext } from '@opentelemetry/api';
import { parsedBaggage } from './order-baggage.js';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The W3C `traceparent` of the span that is active now, if there is one. */
export function activeTraceparent(): string | undefined {
  const span = trace.getSpanContext(context.active());
  return span && trace.isSpanContextValid(span) ? traceparentOf(span) : undefined;
}

/** A span's context as W3C `traceparent`. */
export function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** Whether two `traceparent`s are of the same trace. */
export function isOneTrace(one: string, other: string): boolean {
  return traceIdIn(one) === traceIdIn(other);
}

/** The span context that a `traceparent` names; `undefined` when it is missing or malformed. */
export function spanContextOf(traceparent: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || !flags) return undefined;
  const found = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  return trace.isSpanContextValid(found) ? found : undefined;
}

/**
 * A context in which spans are children of what a `traceparent` names, the root where it names nothing, and carry the
 * facts of a `baggage`.
 */
export function contextOf(traceparent: string | undefined, baggage?: string): Context {
  const parent = spanContextOf(traceparent);
  return withBaggage(parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT, baggage);
}

/** A context in which spans carry the facts of a `baggage`. */
export function withBaggage(within: Context, baggage: string | undefined): Context {
  return baggage === undefined ? within : propagation.setBaggage(within, parsedBaggage(baggage));
}

function traceIdIn(traceparent: string): string {
  return traceparent.slice('00-'.length, '00-'.length + 32);
}
