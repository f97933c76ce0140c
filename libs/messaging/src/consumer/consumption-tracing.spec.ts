import { context, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, StackContextManager, TracerProvider } from '@opentelemetry/sdk-trace';
import { StockCounted } from '@kervan/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Received } from '../message/received.js';
import { activeTraceparent } from '../transaction/trace-context.js';
import { traceChunk, traceHandling } from './consumption-tracing.js';

const TRACE = ['0af7651916cd43dd8448eb211c80319c', '1bf7651916cd43dd8448eb211c80319c'] as const;
const PARENT = 'b7ad6b7169203331';

function message(traceId: string): Received<unknown> {
  return {
    id: '', type: StockCounted, data: {}, topic: 't', partition: 0, offset: 0n, key: 'o-1', time: '', acceptedAt: 0,
    correlationId: 'c', headers: {}, traceparent: `00-${traceId}-${PARENT}-01`,
  } as Received<unknown>;
}

describe('the trace of a message', () => {
  const spans = new InMemorySpanExporter();

  beforeAll(() => {
    context.setGlobalContextManager(new StackContextManager().enable());
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }));
  });

  beforeEach(() => spans.reset());

  afterAll(() => {
    trace.disable();
    context.disable();
  });

  it('goes on in its handler and in its outputs', async () => {
    let active: string | undefined;
    let given: string | undefined;
    await traceHandling('handler', [message(TRACE[0])], async ([own]) => {
      active = activeTraceparent();
      given = own?.traceparent;
    });
    const [span] = spans.getFinishedSpans();
    expect(span?.spanContext().traceId).toBe(TRACE[0]);
    expect(span?.parentSpanContext?.spanId).toBe(PARENT);
    expect(active).toBe(`00-${TRACE[0]}-${span?.spanContext().spanId}-01`);
    expect(given).toBe(active);
    expect(span).toMatchObject({
      name: 'process t',
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.type': 'process',
        'messaging.destination.name': 't',
        'cloudevents.event_type': StockCounted.fullName,
        'kervan.order.id': 'o-1',
        'kervan.correlation_id': 'c',
      },
    });
  });

  it('goes on in the outputs of each message of a chunk handler, and none is taken for another', async () => {
    await traceChunk(2, TRACE.map(message), () =>
      traceHandling('handler', TRACE.map(message), async (own) => {
        expect(activeTraceparent()).toBeUndefined();
        expect(own.map(({ traceparent }) => traceparent?.slice(3, 35))).toEqual([...TRACE]);
      }),
    );
    const chunk = spans.getFinishedSpans().find(({ name }) => name === 'process chunk');
    expect(chunk?.links.map((link) => link.context.traceId)).toEqual([...TRACE]);
  });

  it('tells the code of what went wrong', async () => {
    const handled = traceHandling('handler', [message(TRACE[0])], () => Promise.reject(new TypeError('x')));
    await expect(handled).rejects.toThrow(TypeError);
    expect(spans.getFinishedSpans()[0]?.attributes['error.type']).toBe('handler-bug');
  });
});
