import { mockServices } from '@backstage/backend-test-utils';
import type { DatabaseCrashLogs } from '../database/DatabaseCrashLogs';
import { aContainer, ago, aPod } from '../domain/__testUtils__/observedFacts';
import type { CrashLog } from '../domain/facts/CrashLog';
import type { ContainerFacts } from '../domain/facts/ObservedModel';
import { CrashLogKeeper } from './CrashLogKeeper';

const MODEL = { id: 'mdl_1', cluster: 'main', generation: 3 };
const ENDED = {
  exitCode: 1,
  reason: 'Error',
  startedAt: ago(60),
  finishedAt: ago(30),
};

function setUp(lines: string[] | undefined | Error) {
  const kept: CrashLog[] = [];
  const asked: { previous: boolean }[] = [];
  const crashLogs = {
    read: async () => [...kept],
    save: async (_: string, log: CrashLog) => void kept.push(log),
  } as unknown as DatabaseCrashLogs;
  const keeper = new CrashLogKeeper({
    crashLogs,
    logger: mockServices.logger.mock(),
    async readLog(_, { previous }) {
      asked.push({ previous });
      if (lines instanceof Error) {
        throw lines;
      }
      return lines;
    },
  });
  const keep = (container: Partial<ContainerFacts>) =>
    keeper.keep(
      MODEL,
      [aPod({ containers: [aContainer(container)] })],
      new AbortController().signal,
    );
  return { keep, kept, asked };
}

describe('CrashLogKeeper', () => {
  it('reads the log of an ended container once', async () => {
    const { keep, kept, asked } = setUp(['some', 'words']);
    const expected = {
      generation: 3,
      pod: 'qwen-7f7d5bb7f4-gxq6r',
      container: 'vllm',
      endedAt: ENDED.finishedAt,
      exitCode: 1,
      reason: 'Error',
      lines: ['some', 'words'],
    };
    expect(await keep({ terminated: ENDED })).toEqual([expected]);
    expect(
      await keep({ lastTerminated: ENDED, runningSince: ago(20) }),
    ).toEqual([expected]);
    expect(kept).toEqual([expected]);
    expect(asked).toEqual([{ previous: false }]);
  });

  it('reads the one before where the container runs again', async () => {
    const { keep, asked } = setUp([]);
    await keep({ lastTerminated: ENDED, runningSince: ago(20) });
    expect(asked).toEqual([{ previous: true }]);
  });

  it('asks for nothing where nothing ended', async () => {
    const { keep, asked } = setUp([]);
    expect(await keep({ runningSince: ago(20) })).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('keeps whole lines up to its limit, the newest ones, and no secrets', async () => {
    const long = Array.from(
      { length: 500 },
      (_, n) => `${n} ${'x'.repeat(95)}`,
    );
    const secret =
      "non-default args: {'api_key': ['abc-very-secret'], 'token': None} hf_abcdefghijklmnop";
    const { keep } = setUp([...long, secret]);
    const [{ lines }] = await keep({ terminated: ENDED });
    expect(lines.join('\n').length).toBeLessThanOrEqual(32_000);
    expect(lines[0]).toMatch(/^\d+ x{95}$/);
    expect(lines.at(-1)).toBe(
      "non-default args: {'api_key': ********, 'token': None} ********",
    );
  });

  it.each([
    "INFO 11-28 10:00:00 [logger.py:40] Received request chatcmpl-1: prompt: 'my question', params: SamplingParams(n=1)",
    "(APIServer pid=1) DEBUG 11-28 10:00:00 [logger.py:58] Request chatcmpl-1 details: prompt: 'my question', prompt_token_ids: [1]",
    "(APIServer pid=1) INFO 11-28 10:00:01 [logger.py:83] Generated response chatcmpl-1: output: 'my question', output_token_ids: [1]",
    "[2026-11-28 10:00:00] Receive: obj=GenerateReqInput(rid='1', text='my question')",
  ])('keeps no words of requests: %s', async line => {
    const { keep } = setUp([line, 'Segmentation fault']);
    const [{ lines }] = await keep({ terminated: ENDED });
    expect(lines).toEqual([
      expect.stringMatching(/(chatcmpl-1|obj=).*\*{8}$/),
      'Segmentation fault',
    ]);
    expect(lines[0]).not.toContain('question');
  });

  it.each([
    ['fails', new Error('gone')],
    ['is not there any more', undefined],
  ])(
    'goes on without a log that %s, and asks a few times only',
    async (_, answer) => {
      const { keep, asked, kept } = setUp(answer);
      for (let pass = 0; pass < 5; pass++) {
        expect(await keep({ terminated: ENDED })).toEqual([]);
      }
      expect([asked.length, kept]).toEqual([3, []]);
    },
  );
});
