import type { LogEnding } from '../diagnoseLog';

export type CapturedLog = LogEnding & {
  lines: { line: string; at?: number }[];
};

const SECONDS = /^ *(\d+(?:\.\d+)?) (.*)$/;

/**
 * An engine's log as it is sent to maintainers: either bare, or behind a head
 * of `# name: value` lines with the seconds since the start before every line.
 */
export function parseCapturedLog(text: string): CapturedLog {
  const lines = withoutService(text.split('\n'));
  const size = lines.findIndex(line => !line.startsWith('#'));
  const head = lines.slice(0, size).join('\n');
  const body = lines.slice(size).filter((line, index) => index > 0 || line);
  if (!/^# exit code:/m.test(head)) {
    return { lines: lines.map(line => ({ line })) };
  }
  const exitCode = /^# exit code: (-?\d+)/m.exec(head)?.[1];
  return {
    lines: body.map(withSeconds),
    exitCode: exitCode === undefined ? undefined : Number(exitCode),
    wasAsked: /^# seconds from SIGTERM to exit:/m.test(head),
  };
}

/** As `docker compose logs` and `kubectl logs --prefix` put it before every line. */
const SERVICE = /^(?:[\w.-]+ +\||\[pod\/[\w./-]+\]) ?/;

function withoutService(lines: string[]): string[] {
  const said = lines.filter(line => line.trim());
  return said.length > 0 && said.every(line => SERVICE.test(line))
    ? lines.map(line => line.replace(SERVICE, ''))
    : lines;
}

function withSeconds(text: string): { line: string; at?: number } {
  const match = SECONDS.exec(text);
  return match ? { line: match[2], at: Number(match[1]) } : { line: text };
}
