import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StoredOutput } from '../transaction/output.js';
import { spanContextOf } from '../transaction/trace-context.js';
import { PublishSpans } from './publish-spans.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const WRITER = 'b7ad6b7169203331';

const spans = new InMemorySpanExporter();

beforeAll(() => {
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }));
});

beforeEach(() => spans.reset());

afterAll(() => trace.disable());

describe('the span of a record that is sent', () => {
  it('is a child of the work that made the record, and the parent of what it causes', () => {
    const { traceparents, end } = new PublishSpans().start([record({ traceparent: `00-${TRACE}-${WRITER}-01` })]);
    end();
    const [span] = spans.getFinishedSpans();
    expect(span).toMatchObject({ kind: SpanKind.PRODUCER, parentSpanContext: { traceId: TRACE, spanId: WRITER } });
    expect(span).toMatchObject({
      name: 'send t',
      attributes: { 'messaging.operation.type': 'send', 'messaging.destination.name': 't', 'kervan.order.id': 'o-1' },
    });
    expect(spanContextOf(traceparents[0])).toMatchObject({ traceId: TRACE, spanId: span!.spanContext().spanId });
  });

  it('tells by its status that the send failed', () => {
    new PublishSpans().start([record({ traceparent: `00-${TRACE}-${WRITER}-01` })]).end(new TypeError('secret'));
    expect(spans.getFinishedSpans()[0]!.attributes['error.type']).toBe('TypeError');
    expect(spans.getFinishedSpans()[0]!.status).toEqual({ code: SpanStatusCode.ERROR, message: 'TypeError' });
  });

  it('is not made for a record without a trace', () => {
    const traced = record({ traceparent: `00-${TRACE}-${WRITER}-01` });
    const { traceparents, end } = new PublishSpans().start([record({}), traced]);
    end();
    expect(traceparents[0]).toBeUndefined();
    expect(spans.getFinishedSpans()).toHaveLength(1);
  });
});

function record(headers: Record<string, string>): StoredOutput {
  return { id: '1', lane: 0, topic: 't', key: Buffer.from('o-1'), messageId: 'm', value: null, headers };
}
