import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { Header } from '../message/headers.js';
import { messageAttributes } from '../message/message-attributes.js';
import { contextOf, traceparentOf } from '../transaction/trace-context.js';
import type { StoredOutput } from '../transaction/output.js';

/** The spans of one send, and what the records carry on. */
export interface PublishingSpans {
  /** Of each record, in order; `undefined` where it keeps what it has. */
  readonly traceparents: readonly (string | undefined)[];
  end(error?: unknown): void;
}

const UNTRACED: PublishingSpans = { traceparents: [], end: () => undefined };

/**
 * One producer span per record, child of the work that made it, parent of the work that it causes.
 *
 * Records that carry no trace get no span: a span without a parent would only start a trace of one line.
 */
export class PublishSpans {
  private readonly tracer = trace.getTracer('@kervan/messaging');

  start(records: readonly StoredOutput[]): PublishingSpans {
    if (!records.some(({ headers }) => headers[Header.traceparent])) return UNTRACED;
    const spans = records.map((record) => this.spanOf(record));
    return {
      traceparents: spans.map((span) => {
        const context = span?.spanContext();
        return context && trace.isSpanContextValid(context) ? traceparentOf(context) : undefined;
      }),
      end: (error) => spans.forEach((span) => finish(span, error)),
    };
  }

  private spanOf({ topic, lane, key, messageId, headers }: StoredOutput): Span | undefined {
    const traceparent = headers[Header.traceparent];
    if (!traceparent) return undefined;
    const attributes = {
      ...messageAttributes({ id: messageId, topic, partition: lane, key: key?.toString(), correlationId: headers[Header.correlationId] }),
      'messaging.operation.type': 'send',
      'cloudevents.event_type': headers[Header.type],
    };
    const parent = contextOf(traceparent, headers[Header.baggage]);
    return this.tracer.startSpan(`send ${topic}`, { kind: SpanKind.PRODUCER, attributes }, parent);
  }
}

function finish(span: Span | undefined, error: unknown): void {
  if (error !== undefined) {
    span?.setStatus({ code: SpanStatusCode.ERROR, message: nameOf(error) });
    span?.setAttribute('error.type', nameOf(error));
  }
  span?.end();
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
