import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Repeat } from '../call/target.js';
import { fastTarget, writeDocument } from '../fixtures/document-calls.js';
import type { HttpClient, OutgoingRequest } from '../http/exchange.js';
import { CallStore } from '../store/call-store.js';
import type { CallRow } from '../store/outbound-call.js';
import type { Queryable } from '../store/queryable.js';
import { CallPerformance } from './call-performance.js';
import { TargetGate } from './target-gate.js';

const LEASE_MS = 40_000;
/** From here on an answer might come after the lease: a target of {@link fastTarget} is given 5 s. */
const LAST_MS = LEASE_MS - 5_000;
const T0 = 1_700_000_000_000;
const row: CallRow = {
  id: '7',
  type: 'write-document',
  order_key: 'o-1',
  repeat_key: 'A-1',
  data: JSON.stringify({ orderId: 'o-1', commandId: 'c-1', reference: 'A-1', owner: 'Ayşe' }),
  lease_version: 1,
  act: 'send',
  attempts: 0,
  first_sent_at: new Date(T0),
  last_sent_at: new Date(T0),
  uncertain_since: null,
  empty_look_ups: 0,
  refusal: null,
  cause_id: 'm-1',
  correlation_id: 'corr-1',
  accepted_at: String(T0),
  traceparent: null,
  baggage: null,
  seen_at: new Date(T0),
};

/** Carries a call out that was taken by a query whose answer is read so much after the lease has begun. */
async function performed({ readLateMs, repeat, ...known }: { readLateMs: number; repeat: Repeat } & Partial<CallRow>) {
  const type = writeDocument(fastTarget('stopped', 'https://far.example', { repeat }));
  const db: Queryable = {
    query: async <R>() => {
      vi.advanceTimersByTime(readLateMs);
      return [{ ...row, ...known }] as R[];
    },
  };
  const claim = { target: 'stopped', types: [row.type], slots: ['1'], atMost: 1, owner: 'one', leaseMs: LEASE_MS };
  const [call] = await new CallStore().claim(db, claim);
  const sent: OutgoingRequest[] = [];
  const client: HttpClient = {
    exchange: (request) => {
      sent.push(request);
      return Promise.resolve({ kind: 'unclear', reason: 'timeout' });
    },
    close: () => undefined,
  };
  const passage = { type, client, gate: new TargetGate(type.target), leaseMs: LEASE_MS };
  const result = await new CallPerformance({ call: call!, full: call!.data }, passage).result();
  return { result, sent: sent.map(({ method }) => method) };
}

describe('a process that was stopped after its claim had begun, and reads the answer late', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['once the lease may be over: another may have resolved the call', LEASE_MS],
    ['that might be answered after the lease: another would call beside it', LAST_MS],
  ])('sends nothing %s, which costs no attempt', async (_what, readLateMs) => {
    const { result, sent } = await performed({ readLateMs, repeat: 'never' });
    expect(sent).toEqual([]);
    const step = { state: 'pending', attempts: 0, uncertainSince: null, dueInMs: 1_000 };
    expect(result).toMatchObject({ attempt: { result: 'not-tried', reason: 'lease-over' }, step });
  });

  it('sends while it lasts long enough, and takes the latest moment that this can have been for the time of it', async () => {
    const { result, sent } = await performed({ readLateMs: LAST_MS - 1, repeat: 'lookupOnly' });
    expect(sent).toEqual(['POST']);
    expect(result.step).toMatchObject({ state: 'unknown', act: 'look-up', lastSentAt: T0 + LAST_MS - 1, uncertainSince: T0 });
  });

  it('repeats nothing under a key that may have expired meanwhile', async () => {
    const sentBefore = { first_sent_at: new Date(T0 - 3_600_000 + 1_000), uncertain_since: new Date(T0) };
    expect((await performed({ readLateMs: 999, repeat: 'key', ...sentBefore })).sent).toEqual(['POST']);
    expect((await performed({ readLateMs: 1_000, repeat: 'key', ...sentBefore })).sent).toEqual(['GET']);
  });
});
