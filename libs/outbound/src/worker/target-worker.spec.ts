import { Logger } from '@nestjs/common';
import { afterEach, expect, it, vi } from 'vitest';
import { fastTarget, writeDocument } from '../fixtures/document-calls.js';
import type { HttpClient } from '../http/exchange.js';
import type { Result, TakenCall } from '../store/outbound-call.js';
import { TargetWorker, type WorkerParts } from './target-worker.js';

afterEach(() => vi.restoreAllMocks());

const type = writeDocument(fastTarget('worked', 'https://far.example', {}));

function taken(id: string): TakenCall {
  const progress = { act: 'send', attempts: 0, firstSentAt: null, lastSentAt: null, uncertainSince: null, emptyLookUps: 0, refusal: null } as const;
  const cause = { id: 'm-1', correlationId: 'c-1', acceptedAt: 1, source: `outbound/${id}` };
  const data = { orderId: 'o-1', commandId: 'c-1', reference: id, owner: 'Ayşe' };
  const times = { seenAt: Date.now(), askedAt: performance.now(), readAt: performance.now() };
  return { id, type: type.type, orderKey: id, repeatKey: id, data, leaseVersion: 1, progress, cause, ...times };
}

it('leaves a call to its lease that an error of ours ends, tells no content of it, and carries the others out', async () => {
  const errors = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const rounds = [[taken('broken')], [taken('sound')]];
  const recorded: string[] = [];
  const client: HttpClient = {
    exchange: ({ body }) =>
      body?.includes('broken') ? Promise.reject(new RangeError('Ayşe')) : Promise.resolve({ kind: 'unclear', reason: 'timeout' }),
    close: () => undefined,
  };
  const settlement = {
    add: ({ call }: Result) => {
      recorded.push(call.id);
      return Promise.resolve();
    },
  };
  const store = { claim: () => Promise.resolve(rounds.shift() ?? []) };
  const parts = { store, settlement, types: new Map([[type.type, type]]), clientFor: () => client, owner: 'one', pollMs: 1 };
  const worker = new TargetWorker(type.target, parts as unknown as WorkerParts);
  worker.start();
  await vi.waitFor(() => expect(recorded).toEqual(['sound']));
  await worker.stop();
  expect(errors.mock.calls).toEqual([
    [{ msg: 'a call could not be carried out: it is left to the end of its lease', call: 'broken', type: type.type, code: 'RangeError' }],
  ]);
});
