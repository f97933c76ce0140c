import { describe, expect, it } from 'vitest';
import { heldFilter } from './held-filter.js';

const deadTo = '2026-11-22T08:00:00.000Z';

describe('a filter of held messages', () => {
  it.each([{ deadTo }, { state: 'dead', deadTo }, { state: 'waiting' }, {}])('may be %j', (filter) => {
    expect(heldFilter.parse(filter)).toEqual(filter);
  });

  it.each(['waiting', 'handled', 'discarded'])('does not ask since when what is %s is dead', (state) => {
    const { error } = heldFilter.safeParse({ state, deadTo });
    expect(error?.issues).toMatchObject([{ path: ['deadTo'], message: expect.stringMatching(/^invalid-field: left out/) as string }]);
  });
});
