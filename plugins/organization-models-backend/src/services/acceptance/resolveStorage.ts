import {
  computeWeightBytes,
  formatBytes,
  type ModelFacts,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { ClusterFacts } from '../../domain/facts/ClusterFacts';
import type {
  ResolvedModel,
  StoredSpec,
} from '../../domain/facts/ResolvedModel';
import { invalidRequest } from '../errors';
import { mostReplicas } from '../../domain/facts/replicaCounts';

const GIBIBYTE = 2 ** 30;
/** Provisioners whose volumes several nodes can mount. */
const SHAREABLE =
  /nfs|cephfs|efs\.csi|filestore|azure-?file|lustre|weka|gluster|portworx|longhorn/i;

/**
 * Where weights are kept: in the pod, in a claim of the model's own, or in one
 * that is there already.
 *
 * @throws a refusal naming the field
 */
export function resolveStorage(
  { name, deployment_config = {} }: StoredSpec,
  context: {
    facts: ClusterFacts;
    /** The class that config prefers. */
    storageClass: string | undefined;
    defaultSize: string;
    scaling: ResolvedModel['scaling'];
    modelFacts: ModelFacts | undefined;
  },
): ResolvedModel['storage'] {
  if (deployment_config.shared_pvc) {
    return { kind: 'shared', claimName: deployment_config.shared_pvc };
  }
  if (!deployment_config.enable_pvc) {
    return { kind: 'none' };
  }
  const storageClass = findStorageClass(
    deployment_config.storage_class,
    context,
  );
  const several = mostReplicas(context.scaling) > 1;
  if (several && !SHAREABLE.test(storageClass.provisioner)) {
    throw invalidRequest([
      {
        field: 'deployment_config.enable_pvc',
        message: `does not work with several replicas: volumes of class ${storageClass.name} are mounted by one node at a time. Use shared_pvc with a claim that many can read, or one replica`,
      },
    ]);
  }
  return {
    kind: 'own',
    claimName: `${name}-cache`,
    size: deployment_config.storage_size ?? sizeFor(context),
    storageClass: storageClass.name,
    accessMode: several ? 'ReadWriteMany' : 'ReadWriteOnce',
  };
}

function findStorageClass(
  asked: string | undefined,
  {
    facts,
    storageClass,
  }: { facts: ClusterFacts; storageClass: string | undefined },
) {
  const { storageClasses } = facts;
  const names = storageClasses.map(({ name }) => name).join(', ') || 'none';
  const wanted = asked ?? storageClass;
  const found = wanted
    ? storageClasses.find(({ name }) => name === wanted)
    : storageClasses.find(candidate => candidate.default);
  if (!found) {
    throw invalidRequest([
      {
        field: 'deployment_config.storage_class',
        message: wanted
          ? `${wanted} is not a storage class of the cluster; there are: ${names}`
          : `is needed, since the cluster has no default storage class; there are: ${names}`,
      },
    ]);
  }
  return found;
}

function sizeFor({
  modelFacts,
  defaultSize,
}: {
  modelFacts?: ModelFacts;
  defaultSize: string;
}): string {
  const weights = modelFacts && computeWeightBytes(modelFacts);
  return weights
    ? formatBytes(Math.ceil((weights.bytes * 1.2) / GIBIBYTE) * GIBIBYTE)
    : defaultSize;
}
