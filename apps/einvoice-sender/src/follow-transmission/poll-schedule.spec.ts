import { expect, it } from 'vitest';
import { waitBefore } from './poll-schedule.js';

it('asks after 1, 2, 5, 15 and 60 s, then ever more rarely, and never stops', () => {
  expect([0, 1, 2, 3, 4].map((poll) => waitBefore(poll) / 1_000)).toEqual([1, 2, 5, 15, 60]);
  expect(waitBefore(1_000)).toBe(15 * 60_000);
});
