import { Logger } from '@nestjs/common';
import { afterEach, expect, it, vi } from 'vitest';
import type { Transactions } from '@kervan/messaging';
import { fastTarget, writeDocument } from '../fixtures/document-calls.js';
import type { Result, TakenCall } from '../store/outbound-call.js';
import { LeaseSweep } from './lease-sweep.js';

afterEach(() => vi.restoreAllMocks());

const transactions = { run: (work: (db: never) => unknown) => work(undefined as never) } as unknown as Transactions;

function expired(type: string): TakenCall {
  const progress = { act: 'send', attempts: 0, firstSentAt: 1, lastSentAt: 1, uncertainSince: null, emptyLookUps: 0, refusal: null } as const;
  const cause = { id: 'm-1', correlationId: 'c-1', acceptedAt: 1, source: 'outbound/7' };
  const times = { seenAt: 1, askedAt: 0, readAt: 0 };
  return { id: '7', type, orderKey: 'o', repeatKey: 'r', data: {}, leaseVersion: 1, progress, cause, ...times };
}

it.each([
  ['never', false, ['a call waits for a person']],
  ['key', true, []],
] as const)('of a target whose repeat is %s says where a person is waited for from now on', async (repeat, lookUp, said) => {
  const errors = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  const type = writeDocument(fastTarget('swept', 'https://far.example', { repeat }), { lookUp });
  const recorded: Result[] = [];
  const store = {
    findExpired: () => Promise.resolve([expired(type.type)]),
    expire: (_db: unknown, results: readonly Result[]) => {
      recorded.push(...results);
      return Promise.resolve(new Set(results));
    },
  };
  expect(await new LeaseSweep(transactions, store, new Map([[type.type, type]])).run()).toBe(1);
  expect(recorded.map(({ step: { state, dueInMs } }) => [state, dueInMs === null])).toEqual([['unknown', said.length > 0]]);
  expect(errors.mock.calls.map(([told]) => (told as { msg: string }).msg)).toEqual(said);
});

it('has a call of a type that it does not know asked about by whoever does, and no person', async () => {
  vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  const errors = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const recorded: Result[] = [];
  const store = {
    findExpired: () => Promise.resolve([expired('of-a-later-release')]),
    expire: (_db: unknown, results: readonly Result[]) => {
      recorded.push(...results);
      return Promise.resolve(new Set(results));
    },
  };
  expect(await new LeaseSweep(transactions, store, new Map()).run()).toBe(1);
  expect(recorded.map(({ step }) => step)).toMatchObject([{ state: 'unknown', act: 'look-up', dueInMs: 0, uncertainSince: 1 }]);
  expect(errors).not.toHaveBeenCalled();
});
