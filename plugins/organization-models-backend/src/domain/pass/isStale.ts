import type {
  AppliedObject,
  Observation,
  OwnedObject,
} from '../facts/Observation';

/** Longer than a watch takes, in milliseconds. */
const PATIENCE_MS = 60_000;

/**
 * Whether what was seen of the Deployment is older than what the API server
 * answered when it was applied last: then it tells of the spec before.
 *
 * @remarks A cluster that was restored from a backup counts its resource
 * versions from an earlier number: who has waited for long waits no more.
 */
export function isStale(
  observation: Observation | undefined,
  applied: AppliedObject[],
  now: Date,
): boolean {
  const ours = applied.find(({ kind }) => kind === 'Deployment');
  const seen = observation?.objects.find(({ kind }) => kind === 'Deployment');
  return (
    ours?.at !== undefined &&
    seen !== undefined &&
    isNewer(ours, seen) &&
    Math.abs(now.getTime() - Date.parse(ours.at)) < PATIENCE_MS
  );
}

/**
 * Resource versions of one kind are numbers that rise (guaranteed since
 * Kubernetes 1.35); where they are none, nothing is said.
 */
export function isNewer(
  one: Pick<OwnedObject, 'resourceVersion'>,
  other: Pick<OwnedObject, 'resourceVersion'>,
): boolean {
  const versions = [one.resourceVersion, other.resourceVersion];
  return (
    versions.every(version => /^\d+$/.test(version)) &&
    BigInt(versions[0]) > BigInt(versions[1])
  );
}
