import { expect, it } from 'vitest';
import { allDone } from './all-done.js';

it('a part that fails does not cut the others short: it is told once they are through', async () => {
  const other = Promise.withResolvers<void>();
  const ends: string[] = [];
  const all = allDone([Promise.reject(new Error('is away')), other.promise.then(() => void ends.push('the other'))]).catch((error: Error) => ends.push(error.message));
  await new Promise(setImmediate);
  expect(ends).toEqual([]);
  other.resolve();
  await all;
  expect(ends).toEqual(['the other', 'is away']);
});

it('parts that are all done fail with nothing', async () => {
  await expect(allDone([Promise.resolve(), Promise.resolve()])).resolves.toBeUndefined();
});
