import { readJestCounts, readPlaywrightCounts } from './readReportCounts';

describe('readJestCounts', () => {
  const report = {
    numPassedTests: 7,
    numFailedTests: 0,
    numPendingTests: 2,
    numTodoTests: 1,
    numRuntimeErrorTestSuites: 0,
  };

  it('counts what jest counted, and todos as skipped', () => {
    expect(readJestCounts(report, { exitCode: 0 })).toEqual({
      passed: 7,
      failed: 0,
      skipped: 3,
    });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const broken = {
      ...report,
      numFailedTests: 1,
      numRuntimeErrorTestSuites: 2,
    };
    expect(readJestCounts(broken, { exitCode: 1 }).failed).toBe(3);
  });

  it.each([
    ['no report', undefined],
    ['a report without failures', report],
  ])('counts one failure when jest fails with %s', (_, found) => {
    expect(readJestCounts(found, { exitCode: 1 }).failed).toBe(1);
  });
});

describe('readPlaywrightCounts', () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 1 };

  it('counts a test that passed only when repeated as failed', () => {
    expect(
      readPlaywrightCounts({ stats, errors: [] }, { exitCode: 1 }),
    ).toEqual({ passed: 3, failed: 2, skipped: 1 });
  });

  it('counts errors outside of tests, and a missing report', () => {
    const empty = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(
      readPlaywrightCounts({ stats: empty, errors: [{}] }, { exitCode: 1 })
        .failed,
    ).toBe(1);
    expect(readPlaywrightCounts(undefined, { exitCode: 1 }).failed).toBe(1);
  });
});
