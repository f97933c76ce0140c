/** How the tests of one step, or of all steps together, ended. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, each with its errors: tests, but also files that do not load, hooks, and errors that nothing caught. */
  readonly failures: readonly string[];
  /** The tests that passed with a second try only. */
  readonly retried: readonly string[];
}

export const nothing: Count = { passed: 0, failed: 0, skipped: 0, failures: [], retried: [] };

/** The closing line of a run, as continuous integration reads it: `N passed, N failed`, `, N skipped` where some were. */
export function closingLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** What stands before it: all that failed, and the tests that needed a second try; nothing where all was well. */
export function closingWords({ failures, retried }: Count): string {
  const failed = failures.map((failure) => `Failed: ${failure}\n`);
  return [...failed, ...retried.map((test) => `Needed a second try: ${test}`)].map((line) => `\n${line}`).join('');
}

export function add(a: Count, b: Count): Count {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
    retried: [...a.retried, ...b.retried],
  };
}

/**
 * Counts a Vitest run by its report ({@link nothing} where it left none) and its exit code.
 *
 * A run that failed without a failed test (a file that does not load, an unhandled rejection, no report at all) counts
 * as one failure: it must never look like a passed one.
 */
export function countOf(project: string, report: Count, exitCode: number | null): Count {
  if (exitCode === 0 || report.failed > 0) return report;
  const failures = report.failures.length > 0 ? report.failures : [`${project}: Vitest ended with ${exitCode ?? 'a signal'} and names no failure`];
  return { ...report, failed: 1, failures };
}
