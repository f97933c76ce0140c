import { describe, expect, it } from 'vitest';
import { mutated } from './mutated.js';

const file = 'some.ts';

describe('a mutated source', () => {
  it('has the new text where the old one was', () => {
    const mutations = [
      { file, find: 'a + b', replace: 'a - b' },
      { file, find: 'return', replace: 'return -' },
    ];
    expect(mutated('return a + b;', mutations)).toBe('return - a - b;');
  });

  it('may have the new text hold what is special in a replacement', () => {
    expect(mutated('x', [{ file, find: 'x', replace: '$& $1 $$' }])).toBe('$& $1 $$');
  });

  it.each([
    ['none', 'c', 'some.ts holds 0 times, not once, what is to be changed: c'],
    ['two', 'a', 'some.ts holds 2 times, not once, what is to be changed: a'],
  ])('is refused where there are %s of what is to be changed', (_count, find, sentence) => {
    expect(() => mutated('a + a', [{ file, find, replace: 'b' }])).toThrow(sentence);
  });
});
