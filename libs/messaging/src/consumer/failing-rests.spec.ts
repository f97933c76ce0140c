import { describe, expect, it } from 'vitest';
import { FailingRests } from './failing-rests.js';

function afterChunk(rests: FailingRests, { failed = 0, handled = 0 }): number | undefined {
  for (let left = failed; left > 0; left -= 1) rests.failedOnce();
  rests.succeeded(handled);
  return rests.afterChunk();
}

describe('a consumer', () => {
  it('goes on while no more than half of the latest 200 messages fail', () => {
    const rests = new FailingRests();
    expect(afterChunk(rests, { failed: 100, handled: 100 })).toBeUndefined();
    expect(rests.chunkAtMost).toBeUndefined();
  });

  it('does not rest before there were 200', () => {
    expect(afterChunk(new FailingRests(), { failed: 199 })).toBeUndefined();
  });

  it('rests where more fail, and then tries with a few, after ever longer rests up to 30 s', () => {
    const rests = new FailingRests();
    expect(afterChunk(rests, { failed: 200 })).toBe(1_000);
    expect(rests.chunkAtMost).toBe(20);
    const next = [1, 2, 3, 4, 5].map(() => afterChunk(rests, { failed: 20 }));
    expect(next).toEqual([2_000, 4_000, 8_000, 30_000, 30_000]);
  });

  it('goes on as before once most of the few succeed, and judges anew', () => {
    const rests = new FailingRests();
    afterChunk(rests, { failed: 200 });
    expect(afterChunk(rests, { failed: 10, handled: 10 })).toBeUndefined();
    expect(rests.chunkAtMost).toBeUndefined();
    expect(rests.share).toBe(0);
    expect(afterChunk(rests, { failed: 199 })).toBeUndefined();
    expect(afterChunk(rests, { failed: 1 })).toBe(1_000);
  });

  it('learns nothing from a chunk in which nothing was handled', () => {
    const rests = new FailingRests();
    afterChunk(rests, { failed: 200 });
    expect(afterChunk(rests, {})).toBeUndefined();
    expect(rests.chunkAtMost).toBe(20);
  });
});
