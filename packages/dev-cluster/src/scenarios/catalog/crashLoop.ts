import { Crash, crashes, tailForTermination } from '../engineLog/crashLog';
import { configLines, loadLines } from '../engineLog/startLog';
import { Delay, KubeletEvent, Scenario, Step } from '../scenario';
import {
  contextAtMost,
  gpusAtLeast,
  hasArgument,
  hasToken,
  hasVolume,
  memoryAbove,
  optionIs,
  sharedMemoryAtLeast,
  startBudgetAbove,
} from './mending';
import {
  configuring,
  probeRefused,
  pulling,
  restartedEvents,
} from './startSteps';

/** How the container of a crash loop ends, each time. */
export interface Ending {
  readonly reason: 'Error' | 'OOMKilled' | 'Completed';
  readonly crash: Crash;
  /** What the kubelet says when it was the one to end it. */
  readonly events?: readonly KubeletEvent[];
  readonly after?: Delay;
}

type Kubelet = '1.36' | 'older';

const backOff: KubeletEvent = {
  type: 'Warning',
  reason: 'BackOff',
  message:
    'Back-off restarting failed container {container} in pod {pod}_{namespace}({uid})',
};

/**
 * Starts, ends, waits, starts again. A 1.36 kubelet leaves the state at `terminated` through the back-off and
 * shows `CrashLoopBackOff` for about 0.1 s before the restart; older ones show it all the time.
 */
export function crashLoop(
  name: string,
  summary: string,
  {
    ending,
    kubelet = '1.36',
    mended,
  }: { ending: Ending; kubelet?: Kubelet; mended?: string },
): Scenario {
  const [shown, waited]: [Delay, Delay] =
    kubelet === 'older'
      ? [{ seconds: 0.5 }, { backOff: true }]
      : [{ backOff: true }, { seconds: 0.1 }];
  return {
    name,
    summary,
    steps: [pulling, configuring, ...loopSteps(ending, shown, waited)],
    logs: { config: configLines, crash: ending.crash.lines },
    ...(mended && { mended }),
  };
}

function loopSteps(ending: Ending, shown: Delay, waited: Delay): Step[] {
  const { crash, reason } = ending;
  return [
    {
      name: 'Crashed',
      from: ['Configuring', 'Restarted'],
      after: ending.after ?? { partOfStart: 0.25 },
      engine: {
        terminated: reason,
        exitCode: crash.exitCode,
        ...(reason !== 'OOMKilled' && {
          logTail: tailForTermination(crash.lines),
        }),
      },
      events: [...(ending.events ?? []), backOff],
      log: { current: 'crash', previous: 'crash' },
    },
    {
      name: 'BackingOff',
      after: shown,
      engine: {
        waiting: 'CrashLoopBackOff',
        message:
          'back-off {backOff} restarting failed container={container} pod={pod}_{namespace}({uid})',
      },
      phase: 'Running',
      log: { current: 'crash', previous: 'crash' },
    },
    {
      name: 'Restarted',
      after: waited,
      engine: { running: 'loading' },
      restart: true,
      events: restartedEvents,
      log: { current: 'config', previous: 'crash' },
    },
  ];
}

const badOption: Ending = { reason: 'Error', crash: crashes['bad-option'] };
/** Killed by the kernel, without a word. */
export const outOfMemory: Ending = {
  reason: 'OOMKilled',
  crash: { exitCode: 137, lines: [...configLines, loadLines[0]] },
  after: { partOfStart: 0.5 },
};
const probeFailed: Ending = {
  reason: 'Completed',
  crash: { exitCode: 0, lines: [...configLines, ...loadLines] },
  after: { partOfStart: 1 },
  events: [
    probeRefused,
    {
      type: 'Normal',
      reason: 'Killing',
      message: 'Container {container} failed startup probe, will be restarted',
    },
  ],
};

/** What mends it, where the pod shows that: never what every pod has. */
const MENDED: Partial<Record<keyof typeof crashes, string>> = {
  'bad-option': hasArgument('--runner'),
  'cuda-out-of-memory': gpusAtLeast(2),
  'max-model-len': contextAtMost(40960),
  'kv-cache': contextAtMost(32640),
  'gated-repo': hasToken,
  'shared-memory': sharedMemoryAtLeast(2560),
  'disk-full': hasVolume,
  'tensor-parallel': optionIs(
    '--tensor-parallel-size',
    '32 % ($value | tonumber) == 0',
  ),
  'no-gpu': gpusAtLeast(1),
};

/** One for each way an engine fails to start: `crash-loop-<cause>`. */
export const crashLoops: readonly Scenario[] = [
  crashLoop('crash-loop', 'The engine refuses an option, again and again.', {
    ending: badOption,
    mended: MENDED['bad-option'],
  }),
  crashLoop(
    'crash-loop-older-kubelet',
    'As crash-loop, with CrashLoopBackOff visible through the back-off.',
    { ending: badOption, kubelet: 'older', mended: MENDED['bad-option'] },
  ),
  ...(Object.keys(crashes) as (keyof typeof crashes)[]).map(cause =>
    crashLoop(`crash-loop-${cause}`, `The engine fails to start: ${cause}.`, {
      ending: { reason: 'Error', crash: crashes[cause] },
      mended: MENDED[cause],
    }),
  ),
];

export const oomKilled = crashLoop(
  'oom-killed',
  'The kernel kills the engine for its memory: 137 and no line in the log.',
  { ending: outOfMemory, mended: memoryAbove(16) },
);

export const oomKilledOlderKubelet = crashLoop(
  'oom-killed-older-kubelet',
  'As oom-killed, with CrashLoopBackOff visible through the back-off.',
  { ending: outOfMemory, kubelet: 'older', mended: memoryAbove(16) },
);

export const startupProbeFails = crashLoop(
  'startup-probe-fails',
  'Never ready in time: the kubelet ends it, cleanly (exit 0), and only events say why.',
  { ending: probeFailed, mended: startBudgetAbove(1800) },
);
