import { expect, it, vi } from 'vitest';
import type { ServiceName } from '../platform/services.js';
import { Returns, type Places, type ReturnLooks } from './returns.js';

const LIMIT = { limitSeconds: 45 };

/** What is told and missed of services that were killed and look so, one look after another, from ends of the fault so long ago. */
async function noted(killed: readonly ServiceName[], told: Partial<ReturnLooks>, { row = LIMIT, endedAgo = [0] }: { row?: { limitSeconds?: number }; endedAgo?: readonly number[] } = {}) {
  const acts: string[] = [];
  const misses: string[] = [];
  const world = { killed: new Set(killed), tell: (act: string) => void acts.push(act), miss: (sentence: string) => void misses.push(sentence) };
  const at = (offset: bigint): Promise<Places> => Promise.resolve(new Map([['a.topic.v1/3', offset]]));
  const looks = { isReady: () => Promise.resolve(true), ends: () => at(7n), positions: () => at(7n), everyMs: 1, ...told };
  const returns = new Returns(world, row, looks);
  for (const ago of endedAgo) returns.since(Date.now() - ago * 1_000);
  await returns.note();
  return { acts, misses };
}

/** One answer after another, the last of them for ever. */
function answers<Answer>(...all: (() => Answer)[]): () => Promise<Answer> {
  return () => Promise.resolve().then(all.length > 1 ? all.shift() : all[0]) as Promise<Answer>;
}

const away = (): never => {
  throw new Error('ECONNREFUSED');
};
const upTo = (offset: bigint) => (): Places => new Map([['a.topic.v1/3', offset]]);

it('a service that was killed is back once it is ready and has read what lay there', async () => {
  const { acts, misses } = await noted(['console'], { isReady: answers(() => false, () => true), positions: answers(upTo(6n), away, upTo(7n)) });
  expect(misses).toEqual([]);
  expect(acts).toEqual([expect.stringMatching(/^console was ready again, with all read that lay there, \d+\.\d s after the fault$/)]);
});

it.each([
  ['is not ready', { isReady: answers(() => false) }],
  ['has not read on', { positions: answers(upTo(6n)) }],
  ['has no position there', { positions: answers(() => new Map()) }],
  ['has a topic whose end nobody tells', { ends: answers<Places>(away) }],
])('it is not back where it %s in time', async (_how, looks) => {
  const { acts, misses } = await noted(['bank-reconciler'], looks, { endedAgo: [49.9] });
  expect(misses).toEqual(['bank-reconciler was killed and not ready again, with all read that lay there, 45 s after the fault']);
  expect(acts).toEqual([]);
});

it('it is late where it comes back after the limit and the time that a window takes', async () => {
  expect((await noted(['console'], {}, { endedAgo: [49] })).misses).toEqual([]);
  expect((await noted(['console'], {}, { endedAgo: [51] })).misses).toHaveLength(1);
});

it('of services on the way the rate tells, and rows without a limit ask nothing', async () => {
  expect(await noted(['erp-writer', 'pos-ingest'], { isReady: answers(() => false) }, { endedAgo: [60] })).toEqual({ acts: [], misses: [] });
  expect(await noted(['console'], { isReady: answers(() => false) }, { row: {}, endedAgo: [60] })).toEqual({ acts: [], misses: [] });
});

it('it is back where it was so in time, however late that is asked for', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const told: string[] = [];
    const world = { killed: new Set<ServiceName>(['console']), tell: (act: string) => void told.push(act), miss: (sentence: string) => void told.push(sentence) };
    const returns = new Returns(world, LIMIT, { isReady: answers(() => true), ends: answers(upTo(7n)), positions: answers(upTo(7n)), everyMs: 1 });
    returns.since(Date.now());
    await new Promise(setImmediate);
    vi.setSystemTime(Date.now() + 120_000);
    await returns.note();
    expect(told).toEqual(['console was ready again, with all read that lay there, 0.0 s after the fault']);
  } finally {
    vi.useRealTimers();
  }
});

it('the last end that a fault has told counts', async () => {
  const { acts, misses } = await noted(['console'], {}, { endedAgo: [60, 10] });
  expect(misses).toEqual([]);
  expect(acts).toEqual([expect.stringMatching(/, 10\.\d s after the fault$/)]);
});
