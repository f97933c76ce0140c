import { describe, expect, it } from 'vitest';
import { QuietFiles } from './quiet-files.js';

const patience = { quietMs: 2_000, emptyMs: 60_000 };
const file = (name: string, size: number, mtimeMs = 1) => ({ name, raw: Buffer.from(name), size, mtimeMs });

describe('a file is complete', () => {
  it('once its size and time have not changed for the quiet time', () => {
    const quiet = new QuietFiles(patience);
    expect(quiet.complete([file('a', 1)], 0)).toEqual([]);
    expect(quiet.complete([file('a', 2)], 1_900)).toEqual([]);
    expect(quiet.complete([file('a', 2, 2)], 3_800)).toEqual([]);
    expect(quiet.complete([file('a', 2, 2)], 5_700)).toEqual([]);
    expect(quiet.complete([file('a', 2, 2)], 5_800)).toEqual([file('a', 2, 2)]);
  });

  it('not because another of its name had been there', () => {
    const quiet = new QuietFiles(patience);
    quiet.complete([file('a', 1)], 0);
    quiet.complete([], 1_000);
    expect(quiet.complete([file('a', 1)], 2_500)).toEqual([]);
  });

  it('much later when it is empty', () => {
    const quiet = new QuietFiles(patience);
    quiet.complete([file('a', 0)], 0);
    expect(quiet.complete([file('a', 0)], 59_999)).toEqual([]);
    expect(quiet.complete([file('a', 0)], 60_000)).toEqual([file('a', 0)]);
  });

  it('only after a while where it was put off, unless it changes', () => {
    for (const size of [0, 1]) {
      const quiet = new QuietFiles(patience);
      quiet.complete([file('a', size)], 0);
      quiet.putOff(file('a', size), 90_000, 60_000);
      expect(quiet.complete([file('a', size)], 149_999)).toEqual([]);
      expect(quiet.complete([file('a', size)], 150_000)).toEqual([file('a', size)]);
      quiet.putOff(file('a', size), 90_000, 150_000);
      expect(quiet.complete([file('a', 2)], 151_000)).toEqual([]);
      expect(quiet.complete([file('a', 2)], 153_000)).toEqual([file('a', 2)]);
    }
  });

  it('and those that were changed first come first', () => {
    const quiet = new QuietFiles(patience);
    const seen = [file('b', 1, 5), file('c', 1, 3), file('a', 1, 5)];
    quiet.complete(seen, 0);
    expect(quiet.complete(seen, 2_000).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  });
});
