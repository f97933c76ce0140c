import { describe, expect, it } from 'vitest';
import { add, closingLine, closingWords, countOf, nothing } from './count.js';

const seven = { ...nothing, passed: 7 };

describe('the end of a test run', () => {
  it('names passed and failed, and skipped only where some were', () => {
    expect(closingLine(seven)).toBe('7 passed, 0 failed');
    expect(closingLine({ ...seven, failed: 1, skipped: 2 })).toBe('7 passed, 1 failed, 2 skipped');
  });

  it('counts a run that ended badly without a failed test as a failure', () => {
    expect(countOf('unit', seven, 1)).toMatchObject({ passed: 7, failed: 1, failures: ['unit: Vitest ended with 1 and names no failure'] });
    expect(countOf('unit', nothing, null)).toMatchObject({ failed: 1, failures: ['unit: Vitest ended with a signal and names no failure'] });
    expect(countOf('unit', { ...seven, failures: ['An error that nothing caught'] }, 1)).toMatchObject({
      failed: 1,
      failures: ['An error that nothing caught'],
    });
  });

  it('tells of all steps what failed and what needed a second try', () => {
    const unit = countOf('unit', { ...nothing, failed: 1, failures: ['a.spec.ts > adds\nexpected 2'] }, 1);
    const total = add(unit, { ...seven, retried: ['b.spec.ts > waits'] });
    expect(total).toMatchObject({ passed: 7, failed: 1 });
    expect(closingWords(total)).toBe('\nFailed: a.spec.ts > adds\nexpected 2\n\nNeeded a second try: b.spec.ts > waits');
    expect(closingWords(seven)).toBe('');
  });
});
