import { setImmediate as turn } from 'node:timers/promises';
import type { CrashLog } from '../../domain/facts/CrashLog';
import type { LogLine } from '../../domain/logs/LogLine';
import { ResumePoint } from '../../domain/logs/ResumePoint';
import type {
  ContainerLogs,
  ContainerPlace,
  OpenedLog,
  ReadOptions,
} from './ContainerLogs';
import { findKept, keptLines, orKept } from './keptLines';
import { followPods } from './followPods';
import type { SeenContainer } from './PodFollower';
import { LineChannel } from './LineChannel';
import { LogLimits } from './LogLimits';
import { mergeByTime } from './mergeByTime';

const at = (second: number, text = `line ${second}`) =>
  `2026-01-01T00:00:${String(second).padStart(2, '0')}Z ${text}\n`;

const placeOf = (pod: string): ContainerPlace => ({
  cluster: 'c',
  namespace: 'n',
  pod,
  container: 'vllm',
});

/** Each opening of a log sends its chunks, and then ends, breaks or stays. */
type Opening = { chunks: string[]; end: 'ends' | 'breaks' | 'stays' };

class PlayedLogs implements ContainerLogs {
  readonly opened: (ReadOptions & { pod: string })[] = [];
  restarts: Record<string, (number | undefined)[]> = {};

  constructor(private readonly openings: Record<string, (Opening | Error)[]>) {}

  async open(
    { pod }: ContainerPlace,
    options: ReadOptions,
    signal: AbortSignal,
  ): Promise<OpenedLog> {
    this.opened.push({ pod, ...options });
    const opening = this.openings[pod]?.shift();
    if (opening instanceof Error) {
      throw opening;
    }
    return opening
      ? { outcome: 'opened', chunks: play(opening, signal) }
      : { outcome: 'notStarted' };
  }

  async countRestarts({ pod }: ContainerPlace) {
    const counts = this.restarts[pod] ?? [0];
    return counts.length > 1 ? counts.shift() : counts[0];
  }
}

async function* play({ chunks, end }: Opening, signal: AbortSignal) {
  for (const chunk of chunks) {
    yield Buffer.from(chunk);
  }
  if (end === 'breaks') {
    throw new Error('connection reset');
  }
  if (end === 'stays') {
    await new Promise<void>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }
}

/** Follows until so many lines came. */
async function follow(
  logs: PlayedLogs,
  options: {
    known?: string[];
    looks: (string[] | undefined)[];
    /** As looks see them. */
    restarts?: number;
    lines?: number;
  },
): Promise<string[]> {
  const leaving = new AbortController();
  const { looks } = options;
  const toSeen = (pod: string, restarts = 0): SeenContainer => ({
    place: placeOf(pod),
    restarts,
  });
  const lines = followPods(
    (options.known ?? []).map(pod => ({
      ...toSeen(pod),
      point: new ResumePoint(''),
      tailLines: 0,
    })),
    async () =>
      (looks.length > 1 ? looks.shift() : looks[0])?.map(pod =>
        toSeen(pod, options.restarts),
      ),
    { logs, signal: leaving.signal, pause: () => turn() },
  );
  const seen: string[] = [];
  for await (const { pod, line } of lines) {
    seen.push(`${pod} ${line}`);
    if (seen.length === options.lines) {
      break;
    }
  }
  leaving.abort();
  return seen;
}

describe('followPods', () => {
  it('goes on where a connection broke, without losing or doubling a line', async () => {
    const logs = new PlayedLogs({
      a: [
        { chunks: [at(1), at(2), at(2, 'twin')], end: 'breaks' },
        new Error('503'),
        { chunks: [at(2), at(2, 'twin'), at(2, 'third'), at(3)], end: 'stays' },
      ],
    });
    const seen = await follow(logs, { known: ['a'], looks: [['a']], lines: 5 });
    expect(seen).toEqual([
      'a line 1',
      'a line 2',
      'a twin',
      'a third',
      'a line 3',
    ]);
    // Of what was before nothing was asked for, until a line tells from where on
    expect(logs.opened.map(({ tailLines }) => tailLines)).toEqual([
      0,
      undefined,
      undefined,
    ]);
    expect(logs.opened.map(({ since }) => since)).toEqual([
      undefined,
      '2026-01-01T00:00:02.000000000Z',
      '2026-01-01T00:00:02.000000000Z',
    ]);
  });

  it('says once that the portal may not read on, and goes on when it may', async () => {
    const refusal = (message: string) =>
      Object.assign(new Error(message), { code: 'RejectedByCluster' });
    const logs = new PlayedLogs({
      a: [
        { chunks: [at(1)], end: 'breaks' },
        refusal('It may not get pods/log'),
        refusal('It may not get pods/log'),
        new Error('503'),
        { chunks: [at(2)], end: 'ends' },
        refusal('It may not get pods/log'),
        refusal('It may not get pods'),
        { chunks: [at(3)], end: 'stays' },
      ],
    });
    const seen = await follow(logs, { known: ['a'], looks: [['a']], lines: 6 });
    expect(seen).toEqual([
      'a line 1',
      'a It may not get pods/log',
      'a line 2',
      'a It may not get pods/log',
      'a It may not get pods',
      'a line 3',
    ]);
  });

  it('goes on across a restart, and says so', async () => {
    const logs = new PlayedLogs({
      a: [
        { chunks: [at(1)], end: 'ends' },
        { chunks: [at(5, 'again')], end: 'stays' },
      ],
    });
    logs.restarts.a = [0, 1];
    expect(
      await follow(logs, { known: ['a'], looks: [['a']], lines: 3 }),
    ).toEqual([
      'a line 1',
      'a The container was started again (restart 1)',
      'a again',
    ]);
  });

  it('goes on across a restart where the stream of the run before stays open', async () => {
    const logs = new PlayedLogs({
      a: [
        { chunks: [at(1)], end: 'stays' },
        { chunks: [at(5, 'again')], end: 'stays' },
      ],
    });
    logs.restarts.a = [0, 1];
    const looks = [['a']];
    expect(
      await follow(logs, { known: ['a'], looks, restarts: 1, lines: 3 }),
    ).toEqual([
      'a line 1',
      'a The container was started again (restart 1)',
      'a again',
    ]);
  });

  it('takes new pods in and tells of those that go', async () => {
    const logs = new PlayedLogs({
      a: [{ chunks: [at(1)], end: 'ends' }],
      b: [{ chunks: [at(2)], end: 'stays' }],
    });
    logs.restarts.a = [0, undefined];
    const seen = await follow(logs, {
      known: ['a'],
      looks: [['a'], ['a', 'b'], ['b']],
      lines: 4,
    });
    expect(seen.sort()).toEqual([
      'a The pod is gone',
      'a line 1',
      'b New pod',
      'b line 2',
    ]);
  });

  it('ends when the model is gone, and tells the last lines before', async () => {
    const logs = new PlayedLogs({ a: [{ chunks: [at(1)], end: 'stays' }] });
    const looks = [...Array(50).fill(['a']), undefined];
    expect(await follow(logs, { known: ['a'], looks })).toEqual(['a line 1']);
  });
});

describe('LineChannel', () => {
  it('lets no writer run ahead of its reader', async () => {
    const channel = new LineChannel();
    let written = 0;
    const writing = (async () => {
      for (; written < 10_000; written++) {
        await channel.push(toLine(String(written)));
      }
      channel.close();
    })();
    let read = 0;
    let furthest = 0;
    for await (const { line } of channel.read()) {
      expect(line).toBe(String(read++));
      furthest = Math.max(furthest, written - read);
    }
    await writing;
    expect(read).toBe(10_000);
    expect(furthest).toBeLessThanOrEqual(2 * 256);
  });
});

describe('mergeByTime', () => {
  it('merges by time, and what is of one time by source', async () => {
    const merged = mergeByTime([
      listed('1 a', '3 b', '4 c'),
      listed(),
      listed('2 d', '3 e'),
    ]);
    const lines: string[] = [];
    for await (const { line } of merged) {
      lines.push(line);
    }
    expect(lines).toEqual(['1 a', '2 d', '3 b', '3 e', '4 c']);
  });
});

describe('kept logs', () => {
  const log = (pod: string, second: number): CrashLog => ({
    generation: 1,
    pod,
    container: 'vllm',
    endedAt: `2026-01-01T00:00:0${second}Z`,
    exitCode: 1,
    reason: 'Error',
    lines: [`why ${second}`],
  });
  const logs = [log('a', 3), log('b', 2), log('a', 1)];

  it('are those of the last end of each container', () => {
    const found = (asked: { pod?: string; container?: string }) =>
      findKept(logs, asked).map(({ lines }) => lines[0]);
    expect(found({})).toEqual(['why 3', 'why 2']);
    expect(found({ pod: 'a' })).toEqual(['why 3']);
    expect(found({ pod: 'gone' })).toEqual([]);
    expect(found({ container: 'other' })).toEqual([]);
  });

  it('stand in for what a kubelet has removed', async () => {
    const removed: LogLine = { ...toLine('x'), marker: 'collected' };
    async function* lines() {
      yield removed;
    }
    const shown: LogLine[] = [];
    for await (const line of orKept(lines(), logs[0])) {
      shown.push(line);
    }
    expect(shown).toEqual([...keptLines(logs[0])]);
    expect(shown.map(({ line }) => line)).toEqual([
      'What was kept when it ended (Error, exit code 1)',
      'why 3',
    ]);
  });
});

describe('LogLimits', () => {
  it('lets so many streams of an organization be open at a time', () => {
    const limits = new LogLimits({ streams: 2, linesPerSecond: 10 }, () => 0);
    const leave = limits.enter('acme');
    limits.enter('acme');
    expect(() => limits.enter('acme')).toThrow(/reads 2 logs already/);
    limits.enter('globex');
    leave();
    leave();
    limits.enter('acme');
    expect(() => limits.enter('acme')).toThrow(/reads 2 logs already/);
  });

  it('slows lines down beyond a burst, and lets nobody in meanwhile', () => {
    let now = 0;
    const limits = new LogLimits({ streams: 9, linesPerSecond: 10 }, () => now);
    for (let line = 0; line < 100; line++) {
      expect(limits.take('acme')).toBe(0);
    }
    expect(limits.take('acme')).toBe(100);
    expect(limits.take('globex')).toBe(0);
    expect(() => limits.enter('acme')).toThrow(/10 lines of logs a second/);
    now += 100;
    limits.enter('acme');
  });
});

async function* listed(...lines: string[]): AsyncGenerator<LogLine> {
  yield* lines.map(toLine);
}

function toLine(line: string): LogLine {
  return { time: line.split(' ')[0], pod: 'a', container: 'vllm', line };
}
