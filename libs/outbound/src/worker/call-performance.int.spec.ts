import { SpanKind, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyCallType } from '../call/call-type.js';
import { type DocumentData, fastTarget, writeDocument } from '../fixtures/document-calls.js';
import { FarSide } from '../fixtures/far-side.js';
import { axiosClient } from '../http/axios-client.js';
import type { TakenCall } from '../store/outbound-call.js';
import { CallPerformance } from './call-performance.js';
import { TargetGate } from './target-gate.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';
const data: DocumentData = { orderId: 'o-1', commandId: 'c-1', reference: 'A-1', owner: 'Ayşe' };
const call: TakenCall = {
  id: '7',
  type: 'write-document-traced',
  orderKey: 'o-1',
  repeatKey: 'A-1',
  data,
  leaseVersion: 1,
  progress: {
    act: 'send', attempts: 0, firstSentAt: null, lastSentAt: null, uncertainSince: null, emptyLookUps: 0, refusal: null,
  },
  cause: { id: 'm-1', correlationId: 'corr-1', acceptedAt: 0, traceparent: `00-${traceId}-${parentId}-01`, source: 'outbound/7' },
  seenAt: Date.now(),
  askedAt: performance.now(),
  readAt: performance.now(),
};

const exporter = new InMemorySpanExporter();
const far = new FarSide({ keys: true });
let type: AnyCallType;

beforeAll(async () => {
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  type = writeDocument(fastTarget('traced', await far.start(), {}));
});
afterAll(async () => {
  await far.stop();
  trace.disable();
});

describe('the trace of a call', () => {
  it('goes on from what caused it, into the far side and into what follows', async () => {
    const client = axiosClient(type.target);
    const passage = { type, client, gate: new TargetGate(type.target), leaseMs: 60_000 };
    const result = await new CallPerformance({ call, full: data }, passage).result();
    client.close();

    const [span, ...others] = exporter.getFinishedSpans();
    expect(others).toEqual([]);
    expect(span).toMatchObject({ name: 'POST /documents', kind: SpanKind.CLIENT, parentSpanContext: { spanId: parentId } });
    expect(span!.spanContext().traceId).toBe(traceId);
    const traceparent = `00-${traceId}-${span!.spanContext().spanId}-01`;
    expect(far.seen[0]!.headers['traceparent']).toBe(traceparent);
    expect(result).toMatchObject({ traceparent, step: { state: 'completed' } });
    expect(span!.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.response.status_code': 201,
      'url.template': '/documents',
      'server.address': '127.0.0.1',
      'server.service.name': 'traced',
      'kervan.call.type': 'write-document-traced',
      'kervan.order.id': 'o-1',
      'kervan.correlation_id': 'corr-1',
    });
    expect(JSON.stringify(span!.attributes)).not.toMatch(/Ayşe|far-side-secret/);
  });

  it('names no person whom the path names, also where no template does', async () => {
    exporter.reset();
    const client = axiosClient(type.target);
    const person: AnyCallType = { ...type, request: () => ({ method: 'GET', path: '/people/Ayşe', shownPath: '/people/***' }) };
    const passage = { type: person, client, gate: new TargetGate(type.target), leaseMs: 60_000 };
    await new CallPerformance({ call, full: data }, passage).result();
    client.close();
    const [span] = exporter.getFinishedSpans();
    expect(span!.name).toBe('GET /people/***');
    expect(JSON.stringify(span!.attributes)).not.toContain('Ayşe');
  });
});

it('a worker that comes to itself after its lease, or had to read for so long, sends nothing', async () => {
  const client = axiosClient(type.target);
  const before = far.seen.length;
  const late = { ...call, askedAt: performance.now() - 60_000 };
  const passage = { type, client, gate: new TargetGate(type.target), leaseMs: 60_000 };
  const result = await new CallPerformance({ call: late, full: data }, passage).result();
  client.close();
  expect(result.attempt).toMatchObject({ result: 'not-tried', reason: 'lease-over' });
  expect(far.seen).toHaveLength(before);
});
