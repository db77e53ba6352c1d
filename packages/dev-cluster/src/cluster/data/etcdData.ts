import path from 'node:path';
import execa from 'execa';
import { ClusterPorts } from '../layout/clusterPorts';

/** Where one etcd listens, and the programs to speak to it. */
export interface EtcdAccess {
  binaries: string;
  ports: ClusterPorts;
}

/** Writes all of etcd's data into one file while it runs. */
export async function saveEtcd(file: string, etcd: EtcdAccess): Promise<void> {
  await etcdctl(etcd, ['snapshot', 'save', file]);
}

/**
 * Makes an etcd data directory from a saved file.
 *
 * @param options - `bumpRevision` makes every object newer than any watcher has seen: for a cluster that has clients,
 * which would otherwise wait for revisions that have already been
 */
export async function restoreEtcd(
  file: string,
  dataDirectory: string,
  options: { binaries: string; bumpRevision?: boolean },
): Promise<void> {
  const bump = ['--bump-revision', '1000000', '--mark-compacted'];
  await execa(path.join(options.binaries, 'etcdutl'), [
    'snapshot',
    'restore',
    file,
    '--data-dir',
    dataDirectory,
    ...(options.bumpRevision ? bump : []),
  ]);
}

/** Forgets all revisions but the last one. */
export async function compactEtcd(etcd: EtcdAccess): Promise<void> {
  const status = await etcdctl(etcd, ['endpoint', 'status', '-w', 'json']);
  const { revision } = JSON.parse(status)[0].Status.header;
  await etcdctl(etcd, ['compact', String(revision), '--physical']);
}

async function etcdctl(etcd: EtcdAccess, args: string[]): Promise<string> {
  const endpoint = `http://127.0.0.1:${etcd.ports.etcd}`;
  const { stdout } = await execa(path.join(etcd.binaries, 'etcdctl'), [
    '--endpoints',
    endpoint,
    ...args,
  ]);
  return stdout;
}
