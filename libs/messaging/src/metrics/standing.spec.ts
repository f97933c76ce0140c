import { expect, it } from 'vitest';
import { keptFor } from './standing.js';

it('a table is read once for all scrapes of 15 s, and what cannot be read is nothing', async () => {
  let at = 0;
  let reads = 0;
  const standing = keptFor(15_000, () => (++reads === 2 ? Promise.reject(new Error('away')) : Promise.resolve([reads])), () => at);
  expect([await standing(), await standing()]).toEqual([[1], [1]]);
  at = 15_000;
  expect([await standing(), await standing()]).toEqual([[], []]);
  at = 30_000;
  expect(await standing()).toEqual([3]);
  expect(reads).toBe(3);
});

it('what is not read in time keeps no scrape waiting', async () => {
  const never = keptFor(15_000, () => new Promise<readonly string[]>(() => undefined), () => 0, 1);
  expect(await never()).toEqual([]);
});
