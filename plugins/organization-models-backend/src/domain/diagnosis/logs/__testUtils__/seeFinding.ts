import type { ModelRuntime } from '../../../engines/ModelRuntime';
import { diagnoseLog } from '../diagnoseLog';

/**
 * Expects that the first finding of a log is the one.
 *
 * @param expected - `message`: the finding's, or the line that proves it;
 * `exitCode`: of the container, which need not be known
 */
export function seeFinding(
  lines: string[],
  {
    engine,
    code,
    message,
    exitCode,
  }: {
    engine: ModelRuntime;
    code: string;
    message?: string | RegExp;
    exitCode?: number;
  },
) {
  const [finding] = diagnoseLog(lines, { engine, object: 'log', exitCode });
  expect([finding?.code, finding?.evidence.length > 0]).toEqual([code, true]);
  // no placeholder that was not filled, and no more than a line
  expect(finding.message).not.toMatch(/\$<|undefined(?! symbol)|\n/);
  if (message instanceof RegExp) {
    expect(`${finding.message} ${finding.evidence[0].text}`).toMatch(message);
  } else if (message) {
    expect(finding.message).toBe(message);
  }
}
