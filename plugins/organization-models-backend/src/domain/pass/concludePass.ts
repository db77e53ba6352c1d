import { linesByPod } from '../facts/CrashLog';
import type { NewHistoryEntry, StoredModel } from '../facts/StoredModel';
import { hasFailedToStart } from '../status/hasFailedToStart';
import { deriveStatus } from '../status/deriveStatus';
import { toEndpointUrl } from '../status/toEndpointUrl';
import { isStale } from './isStale';
import { isHealingPaused } from './pauseHealing';
import type { PassDone, PassSeen } from './Pass';
import { rememberHeals, toHistory } from './repairs';

/** What a pass comes to. */
export type PassConclusion = {
  /** The model as it is to be stored. */
  next: StoredModel;
  history: NewHistoryEntry[];
  /** A pass that found nothing new writes nothing. */
  isWorthSaving: boolean;
  /** What it shows of a model changed: pages and the catalog are told. */
  isNews: boolean;
  /** `retry`: what is missing may come without anybody telling. */
  result: 'retry' | 'settled';
  /** Before another look that no watch tells of, milliseconds. */
  againMs?: number;
  /** The time is over for which healing was paused. */
  endsPause: boolean;
  /** The generation failed to start, and it was asked to go back then. */
  isToGoBack: boolean;
};

/** Between two looks at a download, in milliseconds. */
const DOWNLOAD_MS = 10_000;

/** The status that follows from what was seen and what came of the plan. */
export function concludePass(
  model: StoredModel,
  seen: PassSeen,
  { done, now }: { done: PassDone; now: Date },
): PassConclusion {
  const isPaused = isHealingPaused(model, now);
  const isReachable = done.unreachable === undefined;
  const isApplied = isReachable && done.problems.length === 0;
  const observedGeneration = isApplied
    ? model.generation
    : model.observedGeneration;
  const derived = deriveStatus({
    desiredState: model.spec.desired_state ?? 'running',
    deletionRequested: false,
    generation: model.generation,
    observedGeneration,
    resolved: model.resolved,
    observed: seen.observation?.model,
    applyProblems: done.problems.map(({ code, message }) => ({
      code,
      message,
    })),
    reachable: isReachable,
    isStale: isStale(seen.observation, done.applied, now),
    reached: model.reached,
    logLines: { ...linesByPod(done.logs ?? []), ...done.downloads },
    nodes: seen.known.facts?.nodes,
    proof: seen.proof,
    previous: previousOf(model),
    healingPaused: isPaused
      ? { until: model.healingPausedUntil!, leftAlone: done.leftAlone ?? [] }
      : undefined,
    reverted:
      model.onFailure?.action === 'reverted' ? model.onFailure.why : undefined,
    now,
  });
  const next: StoredModel = {
    ...model,
    status: derived.status,
    statusReason: derived.reason,
    conditions: derived.conditions,
    replicas: derived.replicas,
    reached: derived.reached,
    observedGeneration,
    ...observedOf(model, seen, { isReachable, now }),
    applied: done.applied,
    heals: rememberHeals(model.heals, done.repairs, now),
    healingPausedUntil: isPaused ? model.healingPausedUntil : undefined,
  };
  const result = mustRetry(done) ? 'retry' : 'settled';
  return {
    next,
    history: toHistory(model, next, done.repairs, now),
    isWorthSaving: isWorthSaving(model, next),
    isNews: isNews(model, next),
    result,
    againMs: dueAgain(next, { done, result, now }),
    endsPause: model.healingPausedUntil !== undefined && !isPaused,
    isToGoBack: next.onFailure?.action === 'rollback' && hasFailedToStart(next),
  };
}

/** Why a model is not gone yet; nothing else of it counts any more. */
export function concludeDelay(
  model: StoredModel,
  reason: { code: string; message: string },
  now: Date,
): PassConclusion {
  const isNew = model.statusReason?.message !== reason.message;
  return {
    next: {
      ...model,
      status: 'deleting',
      statusReason: { ...reason, observed_at: now.toISOString() },
    },
    history: [],
    isWorthSaving: isNew,
    isNews: isNew,
    result: 'retry',
    endsPause: false,
    isToGoBack: false,
  };
}

// What an autoscaler made of replicas is remembered while the model runs
function observedOf(
  model: StoredModel,
  { cluster, observation, observedAt }: PassSeen,
  { isReachable, now }: { isReachable: boolean; now: Date },
): Pick<StoredModel, 'endpointUrl' | 'observedAt' | 'lastReplicas'> {
  const { deployment, route } = observation?.model ?? {};
  return {
    endpointUrl: isReachable
      ? toEndpointUrl(route, cluster?.gatewayUrl)
      : model.endpointUrl,
    observedAt: isReachable
      ? observedAt ?? now.toISOString()
      : model.observedAt,
    lastReplicas: deployment?.wantedReplicas || model.lastReplicas,
  };
}

function previousOf(model: StoredModel) {
  return {
    status: model.status,
    reason: model.statusReason,
    conditions: model.conditions,
    replicas: model.replicas,
  };
}

/** How old `observed_at` of an unchanged model may become, in milliseconds. */
const OBSERVED_AT_MS = 60_000;

function isWorthSaving(before: StoredModel, after: StoredModel): boolean {
  const { observedAt: earlier = '', ...old } = before;
  const { observedAt: later = '', ...fresh } = after;
  const age = Math.abs(Date.parse(later) - Date.parse(earlier));
  return (
    JSON.stringify(old) !== JSON.stringify(fresh) ||
    Number.isNaN(age) ||
    age > OBSERVED_AT_MS
  );
}

function isNews(before: StoredModel, after: StoredModel): boolean {
  return (
    before.status !== after.status ||
    before.statusReason?.message !== after.statusReason?.message ||
    before.endpointUrl !== after.endpointUrl ||
    JSON.stringify(before.replicas) !== JSON.stringify(after.replicas)
  );
}

// What differs when a pause is over is set back as soon as it is
function dueAgain(
  { healingPausedUntil }: StoredModel,
  given: { done: PassDone; result: PassConclusion['result']; now: Date },
): number | undefined {
  const due = [
    ...(healingPausedUntil
      ? [Date.parse(healingPausedUntil) - given.now.getTime()]
      : []),
    ...(given.result === 'settled' && isDownloading(given.done)
      ? [DOWNLOAD_MS]
      : []),
  ];
  return due.length > 0 ? Math.min(...due) : undefined;
}

function isDownloading({ downloads = {} }: PassDone): boolean {
  return Object.keys(downloads).length > 0;
}

function mustRetry({ unreachable, unwatched, problems }: PassDone): boolean {
  return unreachable !== undefined || unwatched === true || problems.length > 0;
}
