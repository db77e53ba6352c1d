import type { CrashLog } from '../facts/CrashLog';
import type {
  ContainerFacts,
  ObservedModel,
  PodFacts,
} from '../facts/ObservedModel';
import { WEIGHTS_CONTAINER } from '../facts/WeightsPlan';
import { readEngineLog } from '../engines/logs/readEngineLog';
import { newestPods } from './diagnose';
import type { EngineWords } from './Finding';
import { eventsOf } from './diagnose';

/** The way to what it is named after: `image_pulled` ends with the pull. */
export type TimelinePhase = {
  phase: (typeof PHASES)[number];
  state: 'done' | 'current';
  /** RFC 3339; the end of the last phase before whose end is known. */
  started_at: string;
  /** Of what an engine does inside, nobody may have seen the moment. */
  ended_at?: string;
  seconds?: number;
  /** How far it is, where that is known. */
  message?: string;
};

const PHASES = [
  'queued',
  'scheduled',
  'image_pulled',
  'downloaded',
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
 * its events and the log of its last run tell. Phases to come are left out.
 */
export function composeTimeline(
  observed: ObservedModel,
  {
    logs,
    engine,
    progress,
  }: { logs: CrashLog[]; engine: EngineWords; progress?: string },
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
  const phases = PHASES.filter(
    phase => phase !== 'downloaded' || weightsOf(pod),
  );
  const furthest = phases.findLastIndex(phase => reached.has(phase));
  let before = pod.createdAt;
  return phases.slice(0, furthest + 2).map((phase, index) => {
    const state = index <= furthest ? 'done' : 'current';
    const span = spanOf(before, times[phase]);
    before = span.ended_at ?? before;
    const isTold = phase === 'downloaded' && state === 'current' && progress;
    return { phase, state, ...span, ...(isTold && { message: progress }) };
  });
}

// two clocks, and one that counts whole seconds: an end may seem to come first
function spanOf(
  before: string,
  end: string | undefined,
): Pick<TimelinePhase, 'started_at' | 'ended_at' | 'seconds'> {
  if (!end) {
    return { started_at: before };
  }
  const seconds = (Date.parse(end) - Date.parse(before)) / 1000;
  return seconds < 0
    ? { started_at: end, ended_at: end, seconds: 0 }
    : { started_at: before, ended_at: end, seconds };
}

function timesOf(
  pod: PodFacts,
  { events }: ObservedModel,
): Partial<Record<TimelinePhase['phase'], string>> {
  const pulled = eventsOf(pod, events).find(
    ({ reason }) => reason === 'Pulled',
  );
  const started = pod.containers.map(startOf).find(Boolean);
  const weights = weightsOf(pod);
  const image = pulled?.firstAt ?? (weights && startOf(weights)) ?? started;
  const end = weights?.terminated;
  const downloaded = end?.exitCode === 0 ? end.finishedAt : undefined;
  return {
    queued: pod.createdAt,
    ...(pod.scheduledAt ? { scheduled: pod.scheduledAt } : {}),
    ...(image ? { image_pulled: image } : {}),
    ...(downloaded ? { downloaded } : {}),
    ...(started ? { engine_up: started } : {}),
    ...(pod.readySince ? { ready: pod.readySince } : {}),
  };
}

function startOf({
  runningSince,
  terminated,
}: ContainerFacts): string | undefined {
  return runningSince ?? terminated?.startedAt;
}

function weightsOf({ initContainers }: PodFacts): ContainerFacts | undefined {
  return initContainers.find(({ name }) => name === WEIGHTS_CONTAINER);
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
