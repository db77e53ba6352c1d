import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ClusterFaults } from '../trouble/clusterFaults';
import { ClusterLayout } from '../layout/clusterLayout';
import { ClusterPorts } from '../layout/clusterPorts';
import { killComponents } from '../components/componentProcesses';
import { clusterComponents } from '../layout/components';
import { ClusterSnapshots } from '../DevCluster';
import { restoreEtcd, saveEtcd } from './etcdData';

/** The snapshots of one cluster. */
export function createClusterSnapshots(
  layout: ClusterLayout,
  options: { binaries: string; ports: ClusterPorts; faults: ClusterFaults },
): ClusterSnapshots {
  const { binaries, faults } = options;
  return {
    save: file => saveEtcd(path.resolve(file), options),
    async restore(file) {
      const restored = path.join(layout.directory, 'etcd-restored');
      await rm(restored, { recursive: true, force: true });
      await restoreEtcd(file, restored, { binaries, bumpRevision: true });
      // What the controllers remember is of another time, so all are started again.
      await killComponents(layout);
      await rm(layout.etcd, { recursive: true });
      await rename(restored, layout.etcd);
      for (const component of clusterComponents) await faults.start(component);
    },
  };
}
