import {
  computeWeightBytes,
  formatBytes,
  type ModelFacts,
  type PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { ClusterFacts } from '../../../domain/facts/ClusterFacts';
import type {
  ResolvedModel,
  StoredSpec,
} from '../../../domain/facts/ResolvedModel';
import { invalidRequest } from '../../errors';
import { mostReplicas } from '../../../domain/facts/replicaCounts';
import { describeBytes } from '../../../domain/placement/telling/describeAmounts';

const GIBIBYTE = 2 ** 30;
/** Provisioners whose volumes several nodes can mount: file systems. */
const SHAREABLE =
  /nfs|cephfs|efs\.csi|filestore|azure-?file|file\.csi\.azure|smb\.csi|lustre|weka|gluster|portworx|longhorn|juicefs|beegfs|vastdata|isilon|spectrumscale|quobyte|moosefs|fss\.csi|nasplugin|cpfs|\bcfs\b|sfs/i;

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
    /** Classes of which config says that several nodes can mount a volume. */
    sharedStorageClasses?: string[];
    defaultSize: string;
    /** What the model had before. */
    stored?: ResolvedModel['storage'];
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
  const volume = {
    size: deployment_config.storage_size ?? sizeFor(context),
    storageClass: storageClass.name,
  };
  const several = mostReplicas(context.scaling) > 1;
  if (several && !isShareable(storageClass, context)) {
    return { kind: 'perReplica', ...volume };
  }
  return {
    kind: 'own',
    claimName: `${name}-cache`,
    ...volume,
    accessMode:
      several || isShared(context.stored) ? 'ReadWriteMany' : 'ReadWriteOnce',
  };
}

/** What it costs that each replica has a volume of its own. */
export function storageWarnings(
  { storage, scaling }: Pick<ResolvedModel, 'storage' | 'scaling'>,
  modelFacts: ModelFacts | undefined,
): PlanWarning[] {
  if (storage.kind !== 'perReplica') {
    return [];
  }
  const weights = modelFacts && computeWeightBytes(modelFacts);
  const size = weights ? ` (about ${describeBytes(weights.bytes)})` : '';
  return [
    {
      code: 'VolumePerReplica',
      field: 'deployment_config.enable_pvc',
      message: `gives each of up to ${mostReplicas(
        scaling,
      )} replicas a volume of ${
        storage.size
      } of its own, since one node at a time mounts a volume of class ${
        storage.storageClass
      }: every new pod downloads the weights${size} again, and the volume goes with it. A storage_class that many nodes can mount, or shared_pvc, keeps them once`,
    },
  ];
}

// a claim keeps its access mode, also when fewer mount it
function isShared(stored: ResolvedModel['storage'] | undefined): boolean {
  return stored?.kind === 'own' && stored.accessMode === 'ReadWriteMany';
}

function isShareable(
  { name, provisioner }: { name: string; provisioner: string },
  { sharedStorageClasses = [] }: { sharedStorageClasses?: string[] },
): boolean {
  return sharedStorageClasses.includes(name) || SHAREABLE.test(provisioner);
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
