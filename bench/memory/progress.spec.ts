import { expect, it } from 'vitest';
import { Progress } from './progress.js';

it('orders a second are told by quarter of the time', () => {
  const progress = new Progress();
  for (const [second, completed] of [[10, 1_000], [20, 1_900], [30, 2_700], [40, 3_400]] as const) progress.note(second, { completed, astray: 0 });
  expect(progress.quarters()).toEqual([100, 90, 80, 70]);
  expect(progress.completed).toBe(3_400);
});

it('a minute in which no order completes ends the run', () => {
  const progress = new Progress();
  progress.note(10, { completed: 5, astray: 0 });
  progress.note(60, { completed: 5, astray: 0 });
  expect(() => progress.note(70, { completed: 5, astray: 0 })).toThrow('since second 10');
});

it('so does the first minute, and an order that goes astray', () => {
  expect(() => new Progress().note(60, { completed: 0, astray: 0 })).toThrow('since second 0');
  expect(() => new Progress().note(10, { completed: 9, astray: 1 })).toThrow('1 orders need a person');
});
