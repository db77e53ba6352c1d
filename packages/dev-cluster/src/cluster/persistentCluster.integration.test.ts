import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from '../processes/findProcess';
import { waitFor } from '../testing/waitFor';
import { clusterComponents } from './layout/components';
import { DevCluster, StartClusterOptions } from './DevCluster';
import { startCluster } from './startCluster';

jest.setTimeout(120_000);

const bare: StartClusterOptions = { crds: [], nodes: 'none', scenarios: false };

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'cluster-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function createConfigMap(cluster: DevCluster, name: string) {
  return cluster.clients().core.createNamespacedConfigMap({
    namespace: 'default',
    body: { metadata: { name } },
  });
}

async function configMaps(cluster: DevCluster) {
  const { core } = cluster.clients();
  const { items } = await core.listNamespacedConfigMap({
    namespace: 'default',
  });
  return items.map(({ metadata }) => metadata?.name).sort();
}

async function readPids(clusterDirectory: string) {
  const pids = clusterComponents.map(component =>
    readFile(
      path.join(clusterDirectory, `clusters/dev/pids/${component}.pid`),
      'utf8',
    ),
  );
  return (await Promise.all(pids)).map(Number);
}

describe('a cluster in a given directory', () => {
  it('keeps its data and address between runs, beside another cluster', async () => {
    const [first, other] = await Promise.all([
      startCluster({ ...bare, directory }),
      startCluster(bare),
    ]);
    await createConfigMap(first, 'mine');
    await createConfigMap(other, 'of-the-other');
    const pids = await readPids(directory);
    await first.stop();
    expect(pids.filter(isAlive)).toEqual([]);

    const second = await startCluster({ ...bare, directory });
    expect(second.server).toBe(first.server);
    expect(await configMaps(second)).toEqual(['kube-root-ca.crt', 'mine']);
    expect(await configMaps(other)).toEqual([
      'kube-root-ca.crt',
      'of-the-other',
    ]);
    await second.stop({ keepData: false });
    expect(existsSync(directory)).toBe(false);
    await other.stop();
    expect(existsSync(other.directory)).toBe(false);
  });

  it('goes on with the data of a run that was killed', async () => {
    const killed = await startCluster({ ...bare, directory });
    await createConfigMap(killed, 'mine');
    const left = await readPids(directory);

    const next = await startCluster({ ...bare, directory });
    expect(left.filter(isAlive)).toEqual([]);
    expect(await configMaps(next)).toEqual(['kube-root-ca.crt', 'mine']);
    await next.stop();
  });

  it('is made anew where a run was killed before it was complete', async () => {
    const halfMade = await startCluster({ ...bare, directory });
    await createConfigMap(halfMade, 'lost');
    await halfMade.stop();
    await rm(path.join(directory, 'complete.json'));
    await writeFile(path.join(directory, 'ports.json'), '{"etcd":');

    const next = await startCluster({ ...bare, directory });
    expect(await configMaps(next)).toEqual(['kube-root-ca.crt']);
    await next.stop();
  });
});

describe('a cluster whose owner is killed', () => {
  /** Starts a cluster in a process of its own, tells where it is, and stays. */
  const program = `
    require('@backstage/cli/config/nodeTransform.cjs');
    const { startCluster } = require(${JSON.stringify(
      __dirname,
    )} + '/startCluster.ts');
    startCluster(${JSON.stringify(bare)}).then(cluster => {
      console.log(cluster.directory);
      setInterval(() => {}, 1000);
    });`;

  it('leaves nothing behind', async () => {
    const owner = spawn(process.execPath, ['-e', program], {
      cwd: __dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
      // Jest's own would be understood by the transformer of the child.
      env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'development' },
    });
    const orphaned = await new Promise<string>(resolve => {
      owner.stdout.once('data', line => resolve(String(line).trim()));
    });
    const pids = await readPids(orphaned);
    expect(pids.filter(isAlive)).toEqual(pids);

    owner.kill('SIGKILL');
    await waitFor(
      'the cluster to be gone',
      () => !existsSync(orphaned) && !pids.some(isAlive),
      { timeoutMs: 20_000 },
    );
  });
});

describe('startCluster', () => {
  it('clears up when it is given up', async () => {
    const giveUp = new AbortController();
    const start = startCluster({ ...bare, directory, signal: giveUp.signal });
    await waitFor('etcd to run', () => readPids(directory), {
      timeoutMs: 30_000,
    });
    const pids = await readPids(directory);
    giveUp.abort();
    await expect(start).rejects.toThrow(/abort/i);
    await waitFor('the processes to be gone', () => !pids.some(isAlive));
  });
});
