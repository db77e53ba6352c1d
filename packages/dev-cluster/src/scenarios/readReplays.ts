import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { crashLoop } from './catalog/crashLoop';
import {
  configuring,
  pulling,
  restartedEvents,
  serving,
} from './catalog/startSteps';
import { Scenario, Step } from './scenario';

/** Of a log whose head does not say how it ended. */
const BARE_EXIT_CODE = 1;

/**
 * Scenarios that play captured logs, one for each `NAME.txt` or `NAME.log` of a folder: `replay-NAME`. A head of
 * `# name: value` lines may say the exit code, and the seconds since the start may stand before every line.
 * @throws `Error` where there is none, or two of one name
 */
export function readReplays(folder: string): Scenario[] {
  const files = readdirSync(folder)
    .filter(file => /\.(?:txt|log)$/.test(file))
    .sort();
  if (files.length === 0) {
    throw new Error(`${folder} holds no log: they end in .txt or .log`);
  }
  const replays = files.map(file =>
    toReplay(
      toScenarioName(file),
      readFileSync(path.join(folder, file), 'utf8'),
    ),
  );
  const names = replays.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new Error(`${folder} holds two logs that are played as ${twice}`);
  }
  return replays;
}

// Image tags and labels know no underscores at their ends, and are short
function toScenarioName(file: string): string {
  const name = path
    .parse(file)
    .name.toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `replay-${name}`.slice(0, 63).replace(/-$/, '');
}

/** Exported for tests. */
export function toReplay(name: string, text: string): Scenario {
  const { lines, head, exitCode } = readCapturedLog(text);
  const summary = /^# why: (.*)/m.exec(head)?.[1] ?? 'A log that was captured.';
  const served = /^# ready after: [\d.]+/m.test(head);
  const asked = /SIGTERM/.test(head);
  const logs = { config: lines.slice(0, 5), serving: lines };
  if (served && exitCode === 0) {
    const steps = [pulling, configuring, serving];
    return asked
      ? { name, summary, steps, logs }
      : { name, summary, steps: [...steps, ...endedByItself], logs };
  }
  return {
    ...crashLoop(name, summary, {
      ending: {
        reason: exitCode === 0 ? 'Completed' : 'Error',
        crash: { exitCode, lines },
      },
    }),
    logs: { config: lines.slice(0, 5), crash: lines },
  };
}

/** Served, and ended as if all were well, though nobody asked it to. */
const endedByItself: readonly Step[] = [
  {
    name: 'Exited',
    from: ['Serving', 'ServingAgain'],
    after: { failAfter: true },
    engine: { terminated: 'Completed', exitCode: 0 },
    log: { current: 'serving' },
  },
  {
    name: 'Restarted',
    after: { backOff: true },
    engine: { running: 'loading' },
    restart: true,
    events: restartedEvents,
    log: { current: 'config', previous: 'serving' },
  },
  {
    name: 'ServingAgain',
    after: { partOfStart: 0.75 },
    engine: { running: 'serving' },
    log: { current: 'serving', previous: 'serving' },
  },
];

function readCapturedLog(text: string) {
  const all = text.replace(/\n$/, '').split('\n');
  const size = all.findIndex(line => !line.startsWith('#'));
  const head = all.slice(0, Math.max(size, 0)).join('\n');
  const code = /^# exit code: (-?\d+)/m.exec(head)?.[1];
  const body = all.slice(Math.max(size, 0));
  return {
    head,
    exitCode: code === undefined ? BARE_EXIT_CODE : toExitCode(Number(code)),
    lines:
      code === undefined
        ? body
        : body
            .slice(body[0] === '' ? 1 : 0)
            .map(line => line.replace(/^ *\d+(?:\.\d+)? /, '')),
  };
}

// of a process that a signal ended, as containers have it
function toExitCode(code: number): number {
  return code < 0 ? 128 - code : code;
}
