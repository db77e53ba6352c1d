import { START_PHASES } from '@orgmodels/backstage-plugin-organization-models-common';
import type { CrashLog } from '../../facts/CrashLog';
import type {
  ContainerFacts,
  ObservedModel,
  PodFacts,
} from '../../facts/ObservedModel';
import type { ModelStart } from '../../facts/ModelStart';
import type { StartProof } from '../../facts/StartProof';
import { WEIGHTS_CONTAINER } from '../../facts/WeightsPlan';
import { readEngineLog } from '../../engines/logs/readEngineLog';
import { newestPods } from '../diagnose';
import type { EngineWords } from '../Finding';
import { eventsOf } from '../diagnose';
import type { Expected, StartExpectation } from './expectStart';

/** The way to what it is named after: `image_pulled` ends with the pull. */
export type TimelinePhase = {
  phase: (typeof START_PHASES)[number];
  state: 'done' | 'current';
  /** RFC 3339; the end of the last phase before whose end is known. */
  started_at: string;
  /** Of what an engine does inside, nobody may have seen the moment. */
  ended_at?: string;
  seconds?: number;
  /** How far it is, where that is known. */
  message?: string;
  /** How long it took in earlier starts that were like this one. */
  expected_seconds?: Expected;
  /**
   * Of the first one, and of the current one: how long it took then from its
   * start until ready.
   */
  until_ready_seconds?: Expected;
};

/** What an engine's milestones are called here. */
export const OF_ENGINE: Record<string, TimelinePhase['phase']> = {
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
  { logs, engine, start, proof, progress, expectation }: TimelineOptions,
): TimelinePhase[] {
  const pod = newestPodOf(observed);
  if (!pod) {
    return [];
  }
  const isOfThis = start?.podUid === pod.uid;
  const times = {
    ...timesOf(pod, observed),
    ...(isOfThis ? sinceCreation(pod, start.milestones) : {}),
  };
  const reached = new Set([
    ...Object.keys(times),
    ...engineMilestones(pod, logs, engine),
    ...(pod.ready ? WITHOUT_PROOF : []),
  ]);
  const onTheWay = WITHOUT_PROOF.filter(
    phase => phase !== 'downloaded' || weightsOf(pod),
  );
  const furthest = onTheWay.findLastIndex(phase => reached.has(phase));
  let before = pod.createdAt;
  const phases = onTheWay.slice(0, furthest + 2).map((phase, index) => {
    const isDone = index <= furthest;
    const span = spanOf(before, times[phase]);
    before = span.ended_at ?? before;
    return {
      phase,
      state: isDone ? ('done' as const) : ('current' as const),
      ...span,
      ...(phase === 'downloaded' && !isDone && progress
        ? { message: progress }
        : {}),
      ...expectedOf(phase, { expectation, isDone }),
    };
  });
  return pod.ready && proof?.result === 'answered'
    ? [...phases, answeredBy(proof)]
    : phases;
}

type TimelineOptions = {
  logs: CrashLog[];
  engine: EngineWords;
  /** What is kept of the newest pod's start. */
  start?: Pick<ModelStart, 'podUid' | 'milestones'>;
  proof?: StartProof;
  /** How far the download is. */
  progress?: string;
  expectation?: StartExpectation;
};

/** All but the last, which the cluster does not tell of. */
const WITHOUT_PROOF = START_PHASES.slice(0, -1);

/** The newest pod that is not on its way out. */
export function newestPodOf(observed: ObservedModel): PodFacts | undefined {
  return newestPods(observed, {}).reduce<PodFacts | undefined>(
    (newest, other) =>
      newest && newest.createdAt >= other.createdAt ? newest : other,
    undefined,
  );
}

function expectedOf(
  phase: TimelinePhase['phase'],
  {
    expectation,
    isDone,
  }: { expectation: StartExpectation | undefined; isDone: boolean },
): Pick<TimelinePhase, 'expected_seconds' | 'until_ready_seconds'> {
  const own = expectation?.ofPhase(phase);
  const rest = WITHOUT_PROOF.slice(WITHOUT_PROOF.indexOf(phase));
  const isTold = !isDone || phase === WITHOUT_PROOF[0];
  const untilReady = isTold ? expectation?.ofPhases(rest) : undefined;
  return {
    ...(own ? { expected_seconds: own } : {}),
    ...(untilReady ? { until_ready_seconds: untilReady } : {}),
  };
}

// from the question to the first token, not to the last
function answeredBy(proof: StartProof & { result: 'answered' }): TimelinePhase {
  return {
    phase: 'answered',
    state: 'done',
    started_at: proof.askedAt,
    ended_at: proof.answeredAt,
    seconds: proof.secondsToFirstToken,
  };
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

// a log with times before its pod was made is by another clock
function sinceCreation(
  { createdAt }: PodFacts,
  milestones: ModelStart['milestones'],
): ModelStart['milestones'] {
  return Object.fromEntries(
    Object.entries(milestones).filter(
      ([, at]) => Date.parse(at) >= Date.parse(createdAt),
    ),
  );
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
