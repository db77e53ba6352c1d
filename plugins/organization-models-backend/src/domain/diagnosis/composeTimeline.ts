import type { CrashLog } from '../facts/CrashLog';
import type { ObservedModel, PodFacts } from '../facts/ObservedModel';
import { readEngineLog } from '../engines/logs/readEngineLog';
import { newestPods } from './diagnose';
import type { EngineWords } from './Finding';
import { eventsOf } from './diagnose';

export type TimelinePhase = {
  phase: (typeof PHASES)[number];
  state: 'done' | 'current' | 'pending';
  /** When it was reached, RFC 3339. */
  at?: string;
  /** Since the one before, in seconds. */
  seconds?: number;
};

const PHASES = [
  'queued',
  'scheduled',
  'image_pulled',
  'engine_up',
  'weights',
  'compiled',
  'kv_cache',
  'ready',
] as const;

/** What an engine's milestones are called here. */
const OF_ENGINE: Record<string, TimelinePhase['phase']> = {
  weights: 'weights',
  compiled: 'compiled',
  cache: 'kv_cache',
};

/**
 * How far the newest pod is on its way to readiness, as far as its conditions,
 * its events and the log of its last run tell.
 */
export function composeTimeline(
  observed: ObservedModel,
  { logs, engine }: { logs: CrashLog[]; engine: EngineWords },
): TimelinePhase[] {
  const pod = newestPods(observed, {}).reduce<PodFacts | undefined>(
    (newest, other) =>
      newest && newest.createdAt >= other.createdAt ? newest : other,
    undefined,
  );
  if (!pod) {
    return [];
  }
  const times = timesOf(pod, observed);
  const reached = new Set([
    ...Object.keys(times),
    ...engineMilestones(pod, logs, engine),
    ...(pod.ready ? PHASES : []),
  ]);
  const furthest = PHASES.findLastIndex(phase => reached.has(phase));
  let before: string | undefined;
  return PHASES.map((phase, index) => {
    const at = times[phase];
    const seconds = secondsBetween(before, at);
    before = at ?? before;
    return {
      phase,
      state: stateOf(index, furthest),
      ...(at ? { at } : {}),
      ...(seconds === undefined ? {} : { seconds }),
    };
  });
}

function stateOf(index: number, furthest: number): TimelinePhase['state'] {
  if (index <= furthest) {
    return 'done';
  }
  return index === furthest + 1 ? 'current' : 'pending';
}

function timesOf(
  pod: PodFacts,
  { events }: ObservedModel,
): Partial<Record<TimelinePhase['phase'], string>> {
  const pulled = eventsOf(pod, events).find(
    ({ reason }) => reason === 'Pulled',
  );
  const started = pod.containers
    .map(
      ({ runningSince, terminated }) => runningSince ?? terminated?.startedAt,
    )
    .find(Boolean);
  const image = pulled?.firstAt ?? started;
  return {
    queued: pod.createdAt,
    ...(pod.scheduledAt ? { scheduled: pod.scheduledAt } : {}),
    ...(image ? { image_pulled: image } : {}),
    ...(started ? { engine_up: started } : {}),
    ...(pod.readySince ? { ready: pod.readySince } : {}),
  };
}

// the run before this one got as far; of this one nothing is read
function engineMilestones(
  { name, containers }: PodFacts,
  logs: CrashLog[],
  engine: EngineWords,
): string[] {
  const log = logs.find(({ pod }) => pod === name);
  const isOver = containers.some(({ terminated }) => terminated);
  return log && isOver
    ? readEngineLog(log.lines, engine.log).milestones.flatMap(
        ({ phase }) => OF_ENGINE[phase] ?? [],
      )
    : [];
}

function secondsBetween(
  from: string | undefined,
  to: string | undefined,
): number | undefined {
  const seconds = (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
