import type { OwnedObject } from '../facts/Observation';
import {
  findOwnedKind,
  REMOVAL_STAGES,
  type RemovalStage,
} from '../ownership/ownedKinds';

export type RemovalPlan = {
  remove: OwnedObject[];
  /** What is still going away, as a sentence; `undefined`: nothing is. */
  waitsFor: string | undefined;
};

/**
 * How far a deletion can go with what is there: one stage after the other, and
 * none beyond the pods while any of these is there.
 *
 * @param pods - how many are there
 */
export function planRemoval(there: OwnedObject[], pods: number): RemovalPlan {
  const remove: OwnedObject[] = [];
  for (const stage of REMOVAL_STAGES) {
    const ofStage = there.filter(({ kind }) => stageOf(kind) === stage);
    remove.push(...ofStage.filter(({ deleting }) => !deleting));
    if (stage === 'pods' && (pods > 0 || ofStage.length > 0)) {
      const waitsFor = pods > 0 ? describePods(pods) : describeLeft(ofStage);
      return { remove, waitsFor };
    }
  }
  return { remove, waitsFor: describeLeft(there) };
}

/** Whether an object stays until everything that it owns is gone. */
export function isForeground({ kind }: Pick<OwnedObject, 'kind'>): boolean {
  return stageOf(kind) === 'pods';
}

function stageOf(kind: string): RemovalStage | undefined {
  return findOwnedKind(kind)?.removed;
}

function describePods(pods: number): string {
  return `${pods === 1 ? 'A pod is' : `${pods} pods are`} ending`;
}

/** Kubernetes' own: it goes when the last pod that mounts the claim is gone. */
const IN_USE = 'kubernetes.io/pvc-protection';

function describeLeft(left: OwnedObject[]): string | undefined {
  const held = left.find(({ finalizers }) => finalizers) ?? left[0];
  if (!held) {
    return undefined;
  }
  const name = `${held.kind} ${held.name}`;
  if (held.finalizers?.every(finalizer => finalizer === IN_USE)) {
    return `${name} is mounted by a pod still, and goes when that ends`;
  }
  return held.finalizers
    ? `${name} waits for its finalizer ${held.finalizers.join(
        ', ',
      )}, which whoever set it has to take off`
    : `${name} is being deleted`;
}
