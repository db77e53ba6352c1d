import type { ClusterObjects, ModelPlace } from '../cluster/ClusterObjects';
import type { OwnedObject } from '../domain/facts/Observation';

/** In this order: what scales and scrapes first, what cannot be made again last. */
const STAGES = [
  { kinds: ['PodAutoscaler', 'ServiceMonitor'], foreground: false },
  { kinds: ['Deployment'], foreground: true },
  { kinds: ['Service'], foreground: false },
  { kinds: ['Secret', 'PersistentVolumeClaim'], foreground: false },
];

export type DeletionProgress =
  | { state: 'gone' }
  | { state: 'waiting'; message: string };

/**
 * Removes the objects of a model, one stage after the other. Each call goes as
 * far as it can; what is still going away is looked at again. Asks the cluster
 * itself, so that a crash at any step, or a watch that lags, loses nothing.
 */
export async function deleteModel(
  model: ModelPlace,
  objects: ClusterObjects,
): Promise<DeletionProgress> {
  for (const { kinds, foreground } of STAGES) {
    const found = await objects.listOf(model, { kinds });
    const standing = found.filter(({ deleting }) => !deleting);
    await Promise.all(
      standing.map(object => objects.remove(object, { foreground })),
    );
    const left = foreground ? await objects.listOf(model, { kinds }) : [];
    const pods = foreground ? await objects.countPods(model) : 0;
    if (pods > 0) {
      const what = pods === 1 ? 'A pod is' : `${pods} pods are`;
      return { state: 'waiting', message: `${what} ending` };
    }
    if (left.length > 0) {
      return { state: 'waiting', message: describeLeft(left) };
    }
  }
  const kinds = STAGES.flatMap(stage => stage.kinds);
  const left = await objects.listOf(model, { kinds });
  return left.length > 0
    ? { state: 'waiting', message: describeLeft(left) }
    : { state: 'gone' };
}

/** Kubernetes' own: it goes when the last pod that mounts the claim is gone. */
const IN_USE = 'kubernetes.io/pvc-protection';

function describeLeft(left: OwnedObject[]): string {
  const held = left.find(({ finalizers }) => finalizers) ?? left[0];
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
