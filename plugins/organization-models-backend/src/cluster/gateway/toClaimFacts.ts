import type { ClaimFacts, ClaimUser } from '../../domain/facts/ClaimFacts';
import { OWNER_LABELS } from '../../domain/ownership/ownership';
import type { RawObject } from '../connection/RawObject';

/** Modes by which not every pod can mount a claim. */
const LIMITED = ['ReadWriteOnce', 'ReadWriteOncePod'];

/**
 * @param options - `volume`: what the claim is bound to, or `hidden`: why that may
 * not be looked at; `pods`: those of its namespace
 */
export function toClaimFacts(
  claim: RawObject,
  {
    volume,
    hidden,
    pods,
  }: { volume?: RawObject; hidden?: string; pods?: RawObject[] },
): ClaimFacts {
  const { name } = claim.metadata;
  return {
    name,
    accessModes: claim.spec?.accessModes ?? [],
    phase: claim.status?.phase ?? 'Pending',
    deleting: claim.metadata.deletionTimestamp !== undefined,
    nodes: volume?.spec?.nodeAffinity?.required?.nodeSelectorTerms,
    ...(hidden && { hidden }),
    ...(pods && { mountedBy: pods.flatMap(pod => toUser(pod, name)) }),
  };
}

/** Whether it matters who mounts the claim already. */
export function isLimited({ spec }: RawObject): boolean {
  const modes: string[] = spec?.accessModes ?? [];
  return modes.length > 0 && modes.every(mode => LIMITED.includes(mode));
}

type Volume = { persistentVolumeClaim?: { claimName: string } };

function toUser({ metadata, spec, status }: RawObject, claim: string) {
  const mounts = (spec?.volumes ?? []).some(
    ({ persistentVolumeClaim }: Volume) =>
      persistentVolumeClaim?.claimName === claim,
  );
  const ended = ['Succeeded', 'Failed'].includes(status?.phase);
  const user: ClaimUser = {
    pod: metadata.name,
    node: spec?.nodeName,
    modelId: metadata.labels?.[OWNER_LABELS.model],
  };
  return mounts && !ended ? [user] : [];
}
