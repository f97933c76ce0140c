import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@kervan/testing';
import { builtCollector } from './collector.js';
import { type OtlpSpan, type RunningCollector, startCollector } from './running-collector.js';

const ERROR = 2;
const TRACES = 4_000;
const SPANS = 4;
/** Comes after all others, so that they are decided once it is. */
const LAST = TRACES + 1;
/** Of a hundred traces one fails, at its last span, in another service's batch than its first. */
const fails = (trace: number): boolean => trace % 100 === 7;

const binary = builtCollector();
if (!binary) console.log('The shipped Collector is not tested here: it is not built (npm run collector:build).');

/** The same ids at each run, so that the share that is kept is the same, too. */
const traceIdOf = (trace: number): string => createHash('sha256').update(`trace ${trace}`).digest('hex').slice(0, 32);

function span(trace: number, at: number, more: Partial<OtlpSpan> = {}): OtlpSpan {
  const spanId = (id: number): string => createHash('sha256').update(`span ${trace} ${id}`).digest('hex').slice(0, 16);
  const parent = at > 0 && { parentSpanId: spanId(at - 1) };
  return { traceId: traceIdOf(trace), spanId: spanId(at), ...parent, name: 'process sales.order.events.v1', kind: 5, ...more };
}

describe.skipIf(!binary)('the shipped Collector at one per cent', () => {
  let collector: RunningCollector;
  const arrivedOf = (trace: number): readonly OtlpSpan[] => collector.arrived.filter(({ traceId }) => traceId === traceIdOf(trace));
  const all = Array.from({ length: TRACES }, (_, trace) => trace);

  beforeAll(async () => {
    collector = await startCollector(binary!, { KERVAN_TRACE_WAIT: '3s' });
    for (let at = 0; at < SPANS; at += 1) {
      const failing = at === SPANS - 1 ? { status: { code: ERROR, message: 'http-500' } } : {};
      await collector.send(all.map((trace) => span(trace, at, fails(trace) ? failing : {})));
    }
    await collector.send([span(LAST, 0), span(LAST, 1, { status: { code: ERROR } })]);
    await eventually('all are decided', () => arrivedOf(LAST).length === 2);
  });

  afterAll(() => collector?.stop());

  it('keeps every trace with an error, whole, each span once', async () => {
    const failed = all.filter(fails);
    expect(failed).toHaveLength(TRACES / 100);
    await eventually('they are there', () => failed.flatMap(arrivedOf).length >= failed.length * SPANS);
    for (const trace of failed) expect(new Set(arrivedOf(trace).map(({ spanId }) => spanId)).size).toBe(SPANS);
    expect(failed.flatMap(arrivedOf)).toHaveLength(failed.length * SPANS);
  });

  it('keeps about one in a hundred of the others, whole', async () => {
    const kept = await eventually('those that are kept are whole', () => {
      const some = all.filter((trace) => !fails(trace) && arrivedOf(trace).length > 0);
      return some.every((trace) => arrivedOf(trace).length >= SPANS) && some;
    });
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.length).toBeLessThan(60);
    for (const trace of kept) expect(arrivedOf(trace)).toHaveLength(SPANS);
  });

  it('keeps an error that comes after its trace was let go', async () => {
    const letGo = all.find((trace) => arrivedOf(trace).length === 0)!;
    await collector.send([span(letGo, SPANS), span(letGo, SPANS + 1, { status: { code: ERROR } })]);
    const late = await eventually('it has arrived', () => arrivedOf(letGo).length > 0 && arrivedOf(letGo));
    expect(late.map(({ spanId }) => spanId)).toEqual([span(letGo, SPANS + 1).spanId]);
  });

  it('masks what looks like personal data or a secret, and leaves what an order is searched by', async () => {
    const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
    const harmless = {
      'kervan.order.number': '012-3-000417',
      'kervan.order.id': '01a1fcf5-599b-8007-a7dc-05ec3688603c',
      'kervan.correlation_id': '019aa5c1-7e2b-7c3d-9a4e-5f6071829304',
      'kervan.branch': '012',
      'messaging.destination.name': 'sales.order.events.v1',
      'url.full': 'https://erp.example/v1/invoices/KVN2026000000417',
      'db.query.text': 'SELECT id FROM pos_sale WHERE id = $1',
    };
    const planted = {
      'kervan.note': 'paid from TR33 0006 1005 1978 6457 8413 26',
      'kervan.iban': 'TR330006100519786457841326',
      'http.route': '/people/kanarya.7q4x@example.com.tr',
      'kervan.buyer.name': 'Kanarya Yedi',
      'url.path': '/v1/receivers/97440734176',
      'server.phone': '+90 532 123 45 67',
      'error.type': 'card 9792030394440796 refused',
      'http.request.header.authorization': 'Bearer 5c1f4e',
      'url.query': 'taxId=97440734176',
      'customer': 'Kanarya Yedi',
    };
    const attributes = Object.entries({ ...harmless, ...planted }).map(([key, value]) => text(key, value));
    await collector.send([span(TRACES, 0, { attributes, status: { code: ERROR } })]);
    const [arrived] = await eventually('it has arrived', () => arrivedOf(TRACES).length > 0 && arrivedOf(TRACES));
    const told = Object.fromEntries(arrived!.attributes!.map(({ key, value }) => [key, value.stringValue]));
    expect(told).toMatchObject({ ...harmless, 'kervan.failed': 'true' });
    const leaked = ['TR33', 'kanarya', 'Kanarya', '97440734176', '532 123', '9792030394440796', '5c1f4e'];
    expect(leaked.filter((value) => JSON.stringify(told).includes(value))).toEqual([]);
  });
});
