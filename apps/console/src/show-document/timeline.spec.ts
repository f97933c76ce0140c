import { SalesOrderRejected } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { messagesOf } from '../fixtures/order-messages.js';
import { received } from '../fixtures/received.js';
import { happeningOf } from '../follow-orders/happening-of-message.js';
import { timelineOf } from './timeline.js';
import { traceLinks } from './trace-link.js';

const orderId = '019aa5c1-7e2b-8c3d-9a4e-5f6071829304';
const m = messagesOf({ orderId, orderNumber: 'moda-1001', invoiceNumber: 'KRV1', erpNumber: 'SO-1' });
const at = (ms: number): string => new Date(Date.parse('2026-11-21T07:15:00.000Z') + ms).toISOString();
const ids = ['a', 'b', 'c', 'd'].map((digit) => orderId.replace('019aa5c1', digit.repeat(8)));
const noTraces = traceLinks(undefined);

describe('a timeline', () => {
  it('tells how long each step took: since its cause where that is known, else since the step before', () => {
    const timeline = timelineOf(
      [
        happeningOf(received(m.orderPosted(), { id: ids[2]!, at: at(900), service: 'erp-writer', causationId: 'a command' })),
        happeningOf(received(m.placed(), { id: ids[0]!, at: at(0), service: 'pos-ingest' })),
        happeningOf(received(m.completed(), { id: ids[3]!, at: at(1_000), causationId: ids[1]! })),
        happeningOf(received(m.taken(), { id: ids[1]!, at: at(40), causationId: ids[0]! })),
      ],
      noTraces,
    );
    expect(timeline.map(({ kind, tookMs, since }) => [kind, tookMs, since])).toEqual([
      ['OrderPlaced', null, null],
      ['OrderTaken', 40, 'cause'],
      ['SalesOrderPosted', 860, 'step-before'],
      ['OrderCompleted', 960, 'cause'],
    ]);
  });

  it('takes no duration from a cause that seems to lie after its effect', () => {
    const timeline = timelineOf(
      [
        happeningOf(received(m.placed(), { id: ids[0]!, at: at(0) })),
        happeningOf(received(m.taken(), { id: ids[1]!, at: at(10), causationId: ids[2]! })),
        happeningOf(received(m.orderPosted(), { id: ids[2]!, at: at(30) })),
      ],
      noTraces,
    );
    expect(timeline[1]).toMatchObject({ kind: 'OrderTaken', tookMs: 10, since: 'step-before' });
  });

  it('marks what went wrong and what waits', () => {
    const rejected = SalesOrderRejected.of({ orderId, commandId: orderId, code: 'article-blocked', detail: 'A-1' });
    const steps = [m.placed(), rejected, m.needsAttention('post-order', 'article-blocked', 'A-1')];
    const happenings = steps.map((message, index) => happeningOf(received(message, { at: at(index) })));
    expect(timelineOf(happenings, noTraces).map(({ outcome }) => outcome)).toEqual(['well', 'failed', 'waits']);
  });

  it('tells amounts as decimals, and none of a currency that is not known', () => {
    const [placed] = timelineOf([happeningOf(received(m.placed(), { at: at(0) }))], noTraces);
    expect(placed).toMatchObject({ amount: '1249.90', currency: 'TRY' });
    const [odd] = timelineOf([happeningOf(received(m.placed({ currency: 'ABC' }), { at: at(0) }))], noTraces);
    expect(odd?.amount).toBeNull();
  });

  it('links to the trace, where there is a tracing system', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const happening = happeningOf(received(m.placed(), { at: at(0), traceparent }));
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    expect(timelineOf([happening], noTraces)[0]?.trace).toEqual({ traceId, url: null });
    const [step] = timelineOf([happening], traceLinks('http://jaeger/trace/{traceId}?x=1'));
    expect(step?.trace?.url).toBe(`http://jaeger/trace/${traceId}?x=1`);
  });
});
