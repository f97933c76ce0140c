import { expect, it } from 'vitest';
import { z } from 'zod';
import { actBy } from './act-by.js';

const act = z.strictObject(actBy);
const isTaken = (reason: unknown): boolean => act.safeParse({ by: 'ada', reason }).success;

it('takes a line of words as who acts and why, without the spaces around it', () => {
  expect(act.parse({ by: ' Ayşe Yılmaz ', reason: 'the shelf was built 🍵' })).toEqual({
    by: 'Ayşe Yılmaz', reason: 'the shelf was built 🍵',
  });
  expect(isTaken('x'.repeat(500))).toBe(true);
});

it.each([
  ['nothing', undefined],
  ['spaces', '   '],
  ['more than 500 characters', 'x'.repeat(501)],
  ['a sequence for a terminal', 'built\u001b[2J'],
  ['a line break', 'built\nby grace'],
  ['a control character of the upper half', 'built\u009b2J'],
])('does not take %s', (_, reason) => expect(isTaken(reason)).toBe(false));
