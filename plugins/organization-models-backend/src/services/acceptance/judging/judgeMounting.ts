import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import {
  leastReplicas,
  mostReplicas,
} from '../../../domain/facts/replicaCounts';
import type { ReplicaVolume } from '../../../domain/facts/Replica';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import type { ClusterFacts } from '../../../domain/facts/ClusterFacts';
import { judgeClass } from '../../../domain/placement/judgeClass';
import { judgeClaim } from '../../../domain/placement/judgeClaim';
import { invalidRequest } from '../../errors';
import type { ClusterGateway } from '../ClusterGateway';

/** What mounting a claim means for a model's pods. */
export type Mounting = { warnings: PlanWarning[]; volumes: ReplicaVolume[] };

/**
 * Looks at the claim that a model mounts, if it is there.
 *
 * @throws a refusal when the claim cannot be mounted as often as is wanted
 */
export async function judgeMounting(
  { id, cluster, generation, namespace, resolved }: StoredModel,
  {
    gateway,
    facts,
  }: { gateway: Pick<ClusterGateway, 'readClaim'>; facts: ClusterFacts },
): Promise<Mounting> {
  const { storage, scaling } = resolved;
  if (storage.kind === 'none') {
    return { warnings: [], volumes: [] };
  }
  if (
    storage.kind === 'perReplica' ||
    (storage.kind === 'own' && generation === 1)
  ) {
    return judgeClass({ claimName: 'models', ...storage }, facts);
  }
  const { claimName } = storage;
  const claim = await gateway.readClaim(cluster, {
    namespace,
    name: claimName,
  });
  const volumes = claim?.nodes
    ? [{ claim: claimName, nodes: claim.nodes }]
    : [];
  const hidden = warnOfHidden(claimName, claim?.hidden);
  // The model's own is made, and made again, as it has to be
  if (storage.kind === 'own') {
    return { warnings: hidden, volumes };
  }
  const { problem, warnings } = judgeClaim(claim, {
    claimName,
    namespace,
    modelId: id,
    least: leastReplicas(scaling),
    most: mostReplicas(scaling),
  });
  if (problem) {
    throw invalidRequest([
      { field: 'deployment_config.shared_pvc', message: problem },
    ]);
  }
  return { warnings: [...hidden, ...warnings], volumes };
}

// The fit goes on without, and may be wrong
function warnOfHidden(claim: string, why: string | undefined): PlanWarning[] {
  return why
    ? [
        {
          code: 'VolumeHidden',
          message: `It is not known which nodes can reach the volume of ${claim}. ${why}`,
        },
      ]
    : [];
}
