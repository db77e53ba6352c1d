import { setTimeout as delay } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import { LoadedKubeConfig } from './access/KubeConfigSource';
import { ClusterConnection, type ClusterRequest } from './ClusterConnection';
import { type WatchListener, watchResource } from '../watching/watchResource';

jest.setTimeout(60_000);

/** Requests at a time, half of them such that write. */
const PARALLEL = 24;
const WATCHES = 20;
/** After one cut the next comes while nothing is under way yet, or much. */
const PAUSES_MS = [1_000, 30, 1_000, 0, 300, 30];

describe('ClusterConnection', () => {
  const cluster = useCluster({ crds: [], nodes: 'none', scenarios: false });

  const connect = (file: string) =>
    new ClusterConnection(
      'test',
      new LoadedKubeConfig(() => {
        const kubeConfig = new KubeConfig();
        kubeConfig.loadFromFile(file);
        return kubeConfig;
      }),
    );

  it('answers at once again, and all watches go on, whenever its connections are cut', async () => {
    const relay = await cluster.openRelay();
    const connection = connect(relay.kubeconfig);
    const end = new AbortController();
    const seen = Array.from({ length: WATCHES }, () => new Set<string>());
    const watches = seen.map(names =>
      watchResource(connection, CONFIG_MAPS, listen(names), end.signal),
    );
    const works = Array.from({ length: PARALLEL }, (_, index) =>
      repeat(connection, index % 2 ? READ : tryToCreate(index), end.signal),
    );
    for (const [index, pause] of PAUSES_MS.entries()) {
      await delay(pause);
      relay.cutConnections();
      await waitFor(
        `an answer after cut ${index}`,
        () => connection.request({ ...READ, timeoutMs: 1_000 }),
        { timeoutMs: 5_000 },
      );
    }
    await cluster.kubectl(['create', 'configmap', 'after-all']);
    await waitFor('every watch to see it', async () =>
      seen.every(names => names.has('after-all')),
    );
    end.abort();
    await Promise.all([...works, ...watches]);
    await connection.close();
  });
});

const READ: ClusterRequest = { path: '/api/v1/namespaces' };
const CONFIG_MAPS = { path: '/api/v1/namespaces/default/configmaps' };

function tryToCreate(index: number): ClusterRequest {
  return {
    method: 'POST',
    path: CONFIG_MAPS.path,
    query: { dryRun: 'All' },
    body: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `tried-${index}` },
    },
  };
}

/** What fails with the connection is sent again. */
async function repeat(
  connection: ClusterConnection,
  request: ClusterRequest,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await connection.request(request).catch(error => {
      if (error.code !== 'ClusterUnavailable') {
        throw error;
      }
    });
  }
}

function listen(names: Set<string>): WatchListener {
  return {
    listing: () => {},
    present: ({ metadata }) => names.add(metadata.name),
    gone: () => {},
    unreadable: () => {},
    listed: () => {},
    alive: () => {},
    lost: () => {},
  };
}
