import type { ClaimFacts } from '../../domain/facts/ClaimFacts';
import { ClusterRequestError } from '../connection/errors';
import type { ObjectReader } from '../objects/ObjectReader';
import type { RawObject } from '../connection/RawObject';
import { isLimited, toClaimFacts } from './toClaimFacts';

/** A claim with its volume, and who has it mounted where that matters. */
export async function readClaim(
  objects: ObjectReader,
  { namespace, name }: { namespace: string; name: string },
): Promise<ClaimFacts | undefined> {
  const claim = await objects.read('PersistentVolumeClaim', namespace, name);
  if (!claim) {
    return undefined;
  }
  const { volumeName } = claim.spec ?? {};
  const [seen, pods] = await Promise.all([
    volumeName ? readVolume(objects, volumeName) : {},
    isLimited(claim) ? objects.listPods({ namespace, labels: {} }) : undefined,
  ]);
  return toClaimFacts(claim, { ...seen, pods });
}

// Volumes belong to the cluster, and who may not look at them knows less
async function readVolume(
  objects: ObjectReader,
  name: string,
): Promise<{ volume?: RawObject; hidden?: string }> {
  try {
    return { volume: await objects.read('PersistentVolume', '', name) };
  } catch (error) {
    if (error instanceof ClusterRequestError && error.status === 403) {
      return { hidden: error.message };
    }
    throw error;
  }
}
