import { OWNER_ANNOTATIONS } from '../../../domain/ownership/ownership';
import type { RawObject } from '../../connection/RawObject';

/** Which pods are of which revision of a Deployment. */
export type ReplicaSet = {
  name: string;
  deploymentUid: string;
  revision: number;
  templateHash: string;
  /** Our annotation of the Deployment, which Kubernetes hands on to the newest. */
  contentHash?: string;
  /** The replicas of the Deployment when its controller sized it last. */
  sizedFor?: number;
};

/** The annotation that says it. */
export const SIZED_FOR = 'deployment.kubernetes.io/desired-replicas';

export function toReplicaSet({ metadata }: RawObject): ReplicaSet | undefined {
  const owner = metadata.ownerReferences?.find(
    ({ kind }) => kind === 'Deployment',
  );
  const templateHash = metadata.labels?.['pod-template-hash'];
  return owner && templateHash
    ? {
        name: metadata.name,
        deploymentUid: owner.uid,
        templateHash,
        contentHash: metadata.annotations?.[OWNER_ANNOTATIONS.contentHash],
        revision: Number(
          metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0,
        ),
        sizedFor: toNumber(metadata.annotations?.[SIZED_FOR]),
      }
    : undefined;
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
