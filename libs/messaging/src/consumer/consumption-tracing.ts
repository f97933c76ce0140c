import { context, type Link, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { runInContext } from '@kervan/service-host';
import type { Received } from '../message/received.js';
import { messageAttributes } from '../message/message-attributes.js';
import { contextOf, spanContextOf, traceparentOf, withBaggage } from '../transaction/trace-context.js';
import { classify } from './failure.js';

const tracer = trace.getTracer('@kervan/messaging');
/** OpenTelemetry keeps no more links of a span, by default. */
const MOST_LINKS = 128;

/** The messages of one call, each with the `traceparent` that its outputs continue. */
export type RunContext = readonly Received<unknown>[];

/**
 * Runs the handling of messages within their traces: each has a span that is a child of the span which sent it, so that
 * one order is one trace from the first request to the last call.
 *
 * With one message, its span is the active one while the handler runs. With several none is, and each message's outputs
 * continue its own span. An error ends the spans with its code and passes on.
 */
export async function traceHandling(
  name: string,
  messages: readonly Received<unknown>[],
  handle: (own: RunContext) => Promise<void>,
): Promise<void> {
  const spans = messages.map((message) => startSpan(name, message));
  const own = messages.map((message, index) => continued(message, spans[index]!));
  const [only] = own.length === 1 ? own : [];
  try {
    if (only) {
      const { correlationId, id: requestId } = only;
      const inTrace = trace.setSpan(withBaggage(context.active(), only.baggage), spans[0]!);
      await context.with(inTrace, () => runInContext({ correlationId, requestId }, () => handle(own)));
    } else {
      await context.with(trace.deleteSpan(context.active()), () => handle(own));
    }
  } catch (error) {
    const { code } = classify(error);
    for (const span of spans) failed(span, code);
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}

/** Runs a chunk within a span that links to the traces of its messages, of the last 128 where there are more. */
export async function traceChunk<T>(
  size: number,
  messages: readonly Received<unknown>[],
  work: () => Promise<T>,
): Promise<T> {
  const links = messages.slice(-MOST_LINKS).flatMap(({ traceparent }): Link[] => {
    const sent = spanContextOf(traceparent);
    return sent ? [{ context: sent }] : [];
  });
  const span = tracer.startSpan(
    'process chunk',
    {
      kind: SpanKind.CONSUMER,
      links,
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.type': 'process',
        'messaging.batch.message_count': size,
      },
    },
    ROOT_CONTEXT,
  );
  try {
    return await context.with(trace.setSpan(context.active(), span), work);
  } catch (error) {
    failed(span, classify(error).code);
    throw error;
  } finally {
    span.end();
  }
}

function startSpan(name: string, message: Received<unknown>): Span {
  const { topic, offset, type, traceparent, baggage } = message;
  const attributes = {
    ...messageAttributes(message),
    'messaging.operation.type': 'process',
    'kafka.offset': Number(offset),
    'cloudevents.event_type': type.fullName,
    'kervan.handler': name,
  };
  return tracer.startSpan(`process ${topic}`, { kind: SpanKind.CONSUMER, attributes }, contextOf(traceparent, baggage));
}

function failed(span: Span, code: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  span.setAttribute('error.type', code);
}

function continued(message: Received<unknown>, span: Span): Received<unknown> {
  const own = span.spanContext();
  return trace.isSpanContextValid(own) ? { ...message, traceparent: traceparentOf(own) } : message;
}
