import type { AppliedObject, Observation } from '../facts/Observation';
import type { StoredModel } from '../facts/StoredModel';

/** Longer than a watch takes, in milliseconds. */
const PATIENCE_MS = 60_000;

/**
 * Whether what was seen of the Deployment is older than what the API server
 * answered when it was applied last: then it tells of the spec before.
 *
 * @remarks Resource versions of one kind are numbers that grow; where they are
 * none, nothing is said. A cluster that was restored from a backup counts from
 * an earlier number: who has waited for long waits no more.
 */
export function isStale(
  observation: Observation | undefined,
  applied: AppliedObject[],
  {
    model,
    now,
  }: { model: Pick<StoredModel, 'applied' | 'statusReason'>; now: Date },
): boolean {
  return (
    isOlder(observation, applied) &&
    (wasAppliedNow(model.applied, applied) || isWaiting(model, now))
  );
}

function wasAppliedNow(before: AppliedObject[], after: AppliedObject[]) {
  const [old, fresh] = [before, after].map(objects =>
    objects.find(({ kind }) => kind === 'Deployment'),
  );
  return old?.resourceVersion !== fresh?.resourceVersion;
}

function isWaiting(
  { statusReason }: Pick<StoredModel, 'statusReason'>,
  now: Date,
): boolean {
  const since = Date.parse(statusReason?.observed_at ?? '');
  return (
    statusReason?.code === 'NotSeenYet' && now.getTime() - since < PATIENCE_MS
  );
}

function isOlder(
  observation: Observation | undefined,
  applied: AppliedObject[],
): boolean {
  const ours = applied.find(({ kind }) => kind === 'Deployment');
  const seen = observation?.objects.find(({ kind }) => kind === 'Deployment');
  if (!ours || !seen) {
    return false;
  }
  const [then, now] = [ours.resourceVersion, seen.resourceVersion];
  return isNumber(then) && isNumber(now) && BigInt(now) < BigInt(then);
}

function isNumber(version: string): boolean {
  return /^\d+$/.test(version);
}
