import {
  aContainer,
  ago,
  anEvent,
  aPod,
  NOW,
} from '../../__testUtils__/observedFacts';
import type { ContainerFacts, Termination } from '../../facts/ObservedModel';
import { vllmRuntime } from '../../engines/vllm/vllmRuntime';
import type { PodContext } from '../Finding';
import { findCrash } from './findCrash';

const FAILED: Termination = {
  exitCode: 1,
  reason: 'Error',
  startedAt: ago(120),
  finishedAt: ago(60),
};

const KILLED = 'Container vllm failed startup probe, will be restarted';
const BACK_OFF =
  'Back-off restarting failed container vllm in pod qwen_models(1)';

function find(
  container: Partial<ContainerFacts>,
  context: Partial<PodContext> = {},
) {
  return findCrash(aPod({ containers: [aContainer(container)] }), {
    now: NOW,
    events: [],
    engine: vllmRuntime,
    nodes: [],
    logLines: [],
    ...context,
  });
}

describe('findCrash', () => {
  it.each<[string, number, string[], string]>([
    ['while the log is being read', 5, [], 'warning'],
    ['where nobody could read it', 60, [], 'failure'],
    ['where it says no more', 5, ['INFO nothing'], 'failure'],
  ])(
    'judges an ending that only says that there was a cause: %s',
    (_, seconds, logLines, severity) => {
      const ending = {
        ...FAILED,
        finishedAt: ago(seconds),
        message: 'RuntimeError: Engine core initialization failed.',
      };
      const found = find({ restarts: 1, terminated: ending }, { logLines });
      expect(found).toMatchObject({ code: 'EngineStartFailed', severity });
    },
  );

  it('finds nothing where no container ended', () => {
    expect(find({ runningSince: ago(60) })).toBeUndefined();
  });

  it.each<[string, Partial<ContainerFacts>, string]>([
    ['the first ending', { terminated: FAILED }, 'warning'],
    [
      'the first restart',
      { restarts: 1, lastTerminated: FAILED, runningSince: ago(50) },
      'warning',
    ],
    [
      'the second ending, as current kubelets show it',
      { restarts: 1, terminated: FAILED },
      'failure',
    ],
    [
      'the second ending, as older kubelets show it',
      {
        restarts: 2,
        lastTerminated: FAILED,
        waiting: { reason: 'CrashLoopBackOff' },
      },
      'failure',
    ],
    [
      'a third start',
      { restarts: 2, lastTerminated: FAILED, runningSince: ago(10) },
      'failure',
    ],
    [
      'an ending after hours of service',
      { restarts: 5, lastTerminated: { ...FAILED, startedAt: ago(90_000) } },
      'warning',
    ],
  ])('judges %s', (_, container, severity) => {
    const code = severity === 'failure' ? 'CrashLoop' : 'ContainerEnded';
    expect(find(container)).toMatchObject({ code, severity });
  });

  it('believes a back-off at once, but none of before the last run', () => {
    const container = { restarts: 1, lastTerminated: FAILED };
    const backOff = anEvent('BackOff', BACK_OFF, { lastAt: ago(50) });
    expect(find(container, { events: [backOff] })?.severity).toBe('failure');
    const older = { ...backOff, lastAt: ago(600) };
    expect(find(container, { events: [older] })?.severity).toBe('warning');
    const pull = anEvent('BackOff', 'Back-off pulling image "a"', {
      lastAt: ago(50),
    });
    expect(find(container, { events: [pull] })?.severity).toBe('warning');
  });

  it.each<[string, Partial<Termination>, string]>([
    ['memory', { exitCode: 137, reason: 'OOMKilled' }, 'OutOfMemory'],
    [
      'a command that is not there',
      {
        exitCode: 128,
        reason: 'StartError',
        message: 'exec: "vlm": executable file not found in $PATH',
      },
      'ContainerStartFailed',
    ],
    [
      'an engine that dies with exit code 0',
      { exitCode: 0, reason: 'Completed' },
      'EngineExited',
    ],
    ['a kill without words', { exitCode: 137, reason: 'Error' }, 'Killed'],
  ])('tells %s', (_, termination, code) => {
    const ending = { ...FAILED, ...termination };
    expect(find({ restarts: 1, terminated: ending })).toMatchObject({
      code,
      severity: 'failure',
    });
    expect(find({ restarts: 2, lastTerminated: ending })).toMatchObject({
      code,
      severity: 'failure',
    });
  });

  it('knows a start that was too slow from the exit code 0 of an engine that was asked to end', () => {
    const ending = { ...FAILED, exitCode: 0, reason: 'Completed' };
    const killing = anEvent('Killing', KILLED, { lastAt: ago(61) });
    expect(find({ terminated: ending }, { events: [killing] })).toMatchObject({
      code: 'StartupTimeout',
      severity: 'failure',
      evidence: [
        { source: 'event', text: `Killing: ${KILLED}` },
        { source: 'status' },
      ],
    });
    const ofEarlierRun = { ...killing, lastAt: ago(900) };
    expect(find({ terminated: ending }, { events: [ofEarlierRun] })?.code).toBe(
      'EngineExited',
    );
  });

  it('knows an engine that stopped answering', () => {
    const killing = anEvent(
      'Killing',
      'Container vllm failed liveness probe, will be restarted',
    );
    expect(find({ terminated: FAILED }, { events: [killing] })?.code).toBe(
      'LivenessFailed',
    );
  });

  it('finds a failing init container, and leaves one alone that did its work', () => {
    const done = aContainer({
      name: 'prepare',
      terminated: { exitCode: 0, reason: 'Completed' },
    });
    const failing = aContainer({
      name: 'prepare',
      restarts: 2,
      terminated: FAILED,
    });
    const context = {
      now: NOW,
      events: [],
      engine: vllmRuntime,
      logLines: [],
      nodes: [],
    };
    expect(
      findCrash(aPod({ initContainers: [done] }), context),
    ).toBeUndefined();
    expect(findCrash(aPod({ initContainers: [failing] }), context)?.code).toBe(
      'CrashLoop',
    );
  });

  it('reads the log where the last words do not tell', () => {
    const message =
      'RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}';
    const ending = { ...FAILED, message };
    expect(find({ terminated: ending })).toMatchObject({
      code: 'EngineStartFailed',
      severity: 'warning',
    });
    const logLines = [
      '(EngineCore pid=77) ERROR ValueError: Total number of attention heads (2) must be divisible by tensor parallel size (3).',
    ];
    expect(find({ terminated: ending }, { logLines })).toMatchObject({
      code: 'TensorParallelInvalid',
      message:
        'The model cannot be split over 3 GPUs: Total number of attention heads (2) must be divisible by tensor parallel size (3).',
      severity: 'failure',
    });
  });

  it('shows no token', () => {
    const ending = {
      ...FAILED,
      message: 'vllm: error: unrecognized arguments: --key hf_abcdefghijklmnop',
    };
    expect(JSON.stringify(find({ terminated: ending }))).not.toContain(
      'hf_abc',
    );
  });
});
