import { expect, it } from 'vitest';
import { Ownership } from './ownership.js';
import type { ProgressStore } from './progress-store.js';

it('the lag of a topic is what its owned partitions have before them, none behind their position', async () => {
  const next: Readonly<Record<string, bigint>> = { 'a 0': 10n, 'a 1': 40n, 'b 0': 7n };
  const progress = {
    read: () => Promise.resolve([]),
    assign: (partitions: readonly { topic: string; number: number }[]) =>
      Promise.resolve(partitions.map((one) => ({ ...one, next: next[`${one.topic} ${one.number}`], starts: 0, startedAlone: undefined }))),
  } as unknown as ProgressStore;
  const ends: Readonly<Record<string, bigint>> = { a: 40n, b: 5n };
  const ownership = new Ownership(progress, (partitions) =>
    Promise.resolve(new Map(partitions.map(({ topic, number }) => [`${topic} ${number}`, { first: 0n, end: ends[topic]! }]))),
  );
  await ownership.take({ a: [0, 1], b: [0] });
  expect(await ownership.lag()).toEqual(new Map([['a', 30], ['b', 0]]));
});

it('an assignment whose positions come late does not take the place of the one that has followed it', async () => {
  const door = Promise.withResolvers<void>();
  const progress = {
    read: () => Promise.resolve([]),
    async assign(partitions: readonly { topic: string; number: number }[]) {
      if (partitions.some(({ number }) => number === 0)) await door.promise;
      return partitions.map((one) => ({ ...one, next: 0n, starts: 0, startedAlone: undefined }));
    },
  } as unknown as ProgressStore;
  const ownership = new Ownership(progress, () => Promise.resolve(new Map()));
  const late = ownership.take({ a: [0, 1] });
  ownership.giveUp();
  expect(await ownership.take({ a: [1, 2] })).toBe(true);
  door.resolve();
  expect(await late).toBe(false);
  expect(ownership.numbers).toEqual(new Set([1, 2]));
});
