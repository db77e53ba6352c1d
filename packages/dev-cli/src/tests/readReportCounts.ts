import { Counts } from './Counts';

/** The parts of jest's `--json` report that are read here. */
export interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** Files that failed before or besides their tests. */
  numRuntimeErrorTestSuites: number;
}

/**
 * Counts what a jest run reported.
 *
 * A file that could not even be loaded is one failure. So is a run that ended badly without saying where, such as one
 * that was killed for want of memory.
 */
export function readJestCounts(
  report: JestReport | undefined,
  options: { exitCode: number },
): Counts {
  const counts = {
    passed: report?.numPassedTests ?? 0,
    failed:
      (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0),
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
  return withUnexplainedFailure(counts, options);
}

/** The parts of Playwright's JSON report that are read here. */
export interface PlaywrightReport {
  stats: {
    expected: number;
    unexpected: number;
    flaky: number;
    skipped: number;
  };
  /** What went wrong outside of any test. */
  errors: unknown[];
}

/** Counts what a Playwright run reported. A test that passed only when repeated has failed. */
export function readPlaywrightCounts(
  report: PlaywrightReport | undefined,
  options: { exitCode: number },
): Counts {
  const counts = {
    passed: report?.stats.expected ?? 0,
    failed:
      (report?.stats.unexpected ?? 0) +
      (report?.stats.flaky ?? 0) +
      (report?.errors.length ?? 0),
    skipped: report?.stats.skipped ?? 0,
  };
  return withUnexplainedFailure(counts, options);
}

function withUnexplainedFailure(
  counts: Counts,
  { exitCode }: { exitCode: number },
): Counts {
  const isUnexplained = exitCode !== 0 && counts.failed === 0;
  return isUnexplained ? { ...counts, failed: 1 } : counts;
}
