import { Flex } from '@backstage/ui';
import type { ClusterStatus } from '@orgmodels/backstage-plugin-organization-models-common';
import { ComponentsPanel } from './ComponentsPanel';
import { GpuNodesPanel } from './GpuNodesPanel';
import { GpusByTypePanel } from './GpusByTypePanel';
import { ReadinessPanel } from './ReadinessPanel';
import { StorageClassesPanel } from './StorageClassesPanel';

/** Everything that is known of one cluster, what matters most first. */
export function ClusterSection({ cluster }: { cluster: ClusterStatus }) {
  return (
    <Flex direction="column" gap="4" role="region" aria-label={cluster.name}>
      <ReadinessPanel cluster={cluster} />
      <GpusByTypePanel nodes={cluster.gpu_nodes} />
      <GpuNodesPanel nodes={cluster.gpu_nodes} />
      <ComponentsPanel components={cluster.components} />
      <StorageClassesPanel storageClasses={cluster.storage_classes} />
    </Flex>
  );
}
