import { describe, expect, it } from 'vitest';
import { inTurns, type Work } from './turn.js';

describe('long work', () => {
  it('lets others have their turn before it ends', async () => {
    let turns = 0;
    const others = (): void => {
      turns += 1;
      setImmediate(others).unref();
    };
    setImmediate(others).unref();
    const untilOthersHadTheirs = function* (): Work<string> {
      while (turns < 3) yield;
      return 'done';
    };
    expect(await inTurns(untilOthersHadTheirs())).toBe('done');
  });
});
