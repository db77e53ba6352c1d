import type { Manifest } from '../../domain/facts/ResolvedModel';
import { type Clash, findClashes } from '../../domain/plan/findClashes';
import { ClusterRequestError } from '../connection/errors';
import type { RawObject } from '../connection/RawObject';

/**
 * Whether an apply was refused since what is there is not its target: made,
 * deleted or replaced since somebody looked.
 */
export function isOtherObject(error: unknown): boolean {
  return (
    error instanceof ClusterRequestError &&
    (error.status === 409 ||
      error.causes.some(({ field }) => field === 'metadata.uid'))
  );
}

/** Whether what an apply would have made is against the API's rules. */
export function isInvalid(error: unknown): boolean {
  return error instanceof ClusterRequestError && error.status === 422;
}

/** What is in the way of an apply that was refused, and `makeRoom` takes away. */
export function findObstacles(
  refusal: unknown,
  before: RawObject | undefined,
  manifest: Manifest,
): Clash[] {
  return before && isInvalid(refusal) ? findClashes(before, manifest) : [];
}
