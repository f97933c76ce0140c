import { describe, expect, it } from 'vitest';
import { add, closingLine, countOf, nothing } from './count.js';

const report = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };

describe('the closing line of a test run', () => {
  it('names passed and failed, and skipped only where some were', () => {
    expect(closingLine({ passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed');
    expect(closingLine({ passed: 7, failed: 1, skipped: 2 })).toBe('7 passed, 1 failed, 2 skipped');
  });

  it('counts a run that ended badly without a failed test as a failure', () => {
    expect(countOf(report, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
    expect(countOf(undefined, null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('adds the steps up', () => {
    expect(add(countOf(report, 0), add(nothing, { passed: 1, failed: 0, skipped: 1 }))).toEqual({ passed: 8, failed: 0, skipped: 1 });
  });
});
