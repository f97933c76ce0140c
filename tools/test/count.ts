/** How the tests of one step, or of all steps together, ended. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const nothing: Count = { passed: 0, failed: 0, skipped: 0 };

/** The closing line of a run, as continuous integration reads it: `N passed, N failed`, `, N skipped` where some were. */
export function closingLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

export function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** What Vitest's JSON report holds of it. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/**
 * Counts a Vitest run by its report and its exit code.
 *
 * A run that failed without a failed test (a file that does not load, an unhandled rejection, no report at all) counts
 * as one failure: it must never look like a passed one.
 */
export function countOf(report: VitestReport | undefined, exitCode: number | null): Count {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = report ?? {};
  const hidden = exitCode !== 0 && numFailedTests === 0 ? 1 : 0;
  return { passed: numPassedTests, failed: numFailedTests + hidden, skipped: numPendingTests + numTodoTests };
}
