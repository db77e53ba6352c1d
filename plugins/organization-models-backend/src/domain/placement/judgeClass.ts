import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ClusterFacts } from '../facts/ClusterFacts';
import type { ReplicaVolume } from '../facts/Replica';

const ZONE = 'topology.kubernetes.io/zone';
/** Disks of clouds, each of which is in one zone. */
const ZONAL =
  /^(ebs\.csi\.aws\.com|pd\.csi\.storage\.gke\.io|disk\.csi\.azure\.com|blockvolume\.csi\.oraclecloud\.com|vpc\.block\.csi\.ibm\.io|diskplugin\.csi\.alibabacloud\.com|kubernetes\.io\/(aws-ebs|gce-pd|azure-disk))$/;

/** What comes of a volume that is yet to be made. */
export function judgeClass(
  { claimName, storageClass }: { claimName: string; storageClass: string },
  { nodes, storageClasses }: Pick<ClusterFacts, 'nodes' | 'storageClasses'>,
): { warnings: PlanWarning[]; volumes: ReplicaVolume[] } {
  const facts = storageClasses.find(({ name }) => name === storageClass);
  const zones = new Set(nodes.flatMap(({ labels }) => labels[ZONE] ?? []));
  const isScattered =
    facts?.bindsAtOnce === true &&
    ZONAL.test(facts.provisioner) &&
    zones.size > 1;
  return {
    volumes: facts?.nodes ? [{ claim: claimName, nodes: facts.nodes }] : [],
    warnings: isScattered
      ? [
          {
            code: 'VolumeBeforePod',
            field: 'deployment_config.storage_class',
            message: `is ${storageClass}, whose volumes are made in any of ${zones.size} zones before it is known where the pods fit, and cannot be reached from others: take a class with volumeBindingMode WaitForFirstConsumer`,
          },
        ]
      : [],
  };
}
