import type { ClaimFacts } from '../domain/facts/ClaimFacts';
import type { RawObject } from './watchResource';

/** @param volume - what the claim is bound to, where it may be looked at */
export function toClaimFacts(
  claim: RawObject,
  volume: RawObject | undefined,
): ClaimFacts {
  return {
    name: claim.metadata.name,
    accessModes: claim.spec?.accessModes ?? [],
    phase: claim.status?.phase ?? 'Pending',
    deleting: claim.metadata.deletionTimestamp !== undefined,
    nodes: volume?.spec?.nodeAffinity?.required?.nodeSelectorTerms,
  };
}
