import { expect, it } from 'vitest';
import { Random } from './random.js';

it('chooses the same for the same seed, and something else for another', () => {
  const choices = (seed: string): number[] => {
    const random = new Random(seed);
    return Array.from({ length: 20 }, () => random.between(0, 1_000));
  };
  expect(choices('7 1')).toEqual(choices('7 1'));
  expect(choices('7 1')).not.toEqual(choices('7 2'));
  expect(Math.min(...choices('7 1'))).toBeGreaterThanOrEqual(0);
});

it('takes some of the items, each once', () => {
  const some = new Random('1').some([1, 2, 3, 4], 3);
  expect(new Set(some).size).toBe(3);
  expect(new Random('1').some([1, 2], 5).toSorted()).toEqual([1, 2]);
});
