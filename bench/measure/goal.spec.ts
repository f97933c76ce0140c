import { describe, expect, it } from 'vitest';
import { atMost, renderGoals } from './goal.js';

describe('a goal', () => {
  it('is reached at its limit, and missed above it', () => {
    expect(renderGoals([atMost('commits', 0.5, 0.5, 'each'), atMost('P95', 1_600.4, 1_500, 'ms')])).toEqual([
      '- commits: **0.50 each**, floor at most 0.50 each',
      '- P95: **1600 ms**, floor at most 1500 ms (**missed**)',
    ]);
  });

  it('is missed by what never came', () => {
    expect(atMost('P95', Infinity, 250, 'ms').isReached).toBe(false);
  });
});
