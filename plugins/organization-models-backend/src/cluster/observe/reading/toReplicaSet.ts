import type { RawObject } from '../../watchResource';

/** Which pods are of which revision of a Deployment. */
export type ReplicaSet = {
  deploymentUid: string;
  revision: number;
  templateHash: string;
};

export function toReplicaSet({ metadata }: RawObject): ReplicaSet | undefined {
  const owner = metadata.ownerReferences?.find(
    ({ kind }) => kind === 'Deployment',
  );
  const templateHash = metadata.labels?.['pod-template-hash'];
  return owner && templateHash
    ? {
        deploymentUid: owner.uid,
        templateHash,
        revision: Number(
          metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0,
        ),
      }
    : undefined;
}
