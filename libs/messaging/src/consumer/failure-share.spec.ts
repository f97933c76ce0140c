import { describe, expect, it } from 'vitest';
import { FAILURE_WINDOW, FailureShare } from './failure-share.js';

describe('the share of failures', () => {
  it('says nothing before there were enough messages', () => {
    const failures = new FailureShare();
    failures.failedOnce();
    expect(failures.share).toBe(0);
  });

  it('is that of the latest messages', () => {
    const failures = new FailureShare();
    failures.succeeded(FAILURE_WINDOW * 3);
    for (let count = 0; count < FAILURE_WINDOW / 2; count += 1) failures.failedOnce();
    expect(failures.share).toBe(0.5);
    failures.succeeded(FAILURE_WINDOW);
    expect(failures.share).toBe(0);
  });
});
