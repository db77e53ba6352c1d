import type { AppliedObject, Observation } from '../facts/Observation';

/**
 * Whether what was seen of the Deployment is older than what the API server
 * answered when it was applied last: then it tells of the spec before.
 *
 * @remarks Resource versions of one kind are numbers that grow; where they are
 * none, nothing is said.
 */
export function isStale(
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
