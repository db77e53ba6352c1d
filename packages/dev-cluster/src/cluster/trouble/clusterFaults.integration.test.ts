import { once } from 'node:events';
import https from 'node:https';
import { useCluster, waitFor } from '../../testing';

jest.setTimeout(90_000);

describe('faults', () => {
  const cluster = useCluster({ crds: [], nodes: 'none', scenarios: false });
  const list = (signal?: AbortSignal) =>
    cluster.clients().core.listNamespace({}, { signal } as never);

  it('refuses connections while the API server is stopped, and works again when started', async () => {
    await cluster.faults.stop('kube-apiserver');
    await expect(list()).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    });
    await cluster.faults.start('kube-apiserver');
    expect((await list()).items).not.toHaveLength(0);
  });

  it('lets requests hang while the API server is paused, and works again when resumed', async () => {
    await list();
    await cluster.faults.pause('kube-apiserver');
    const get = ['get', 'namespaces', '--request-timeout=1s'];
    await expect(cluster.kubectl(get)).rejects.toThrow(/Timeout|deadline/i);
    await cluster.faults.resume('kube-apiserver');
    expect(await cluster.kubectl(['get', 'namespaces'])).toContain('default');
  });

  it('stops controllers without the API server noticing', async () => {
    await cluster.faults.stop('kube-controller-manager');
    const { core } = cluster.clients();
    const { metadata } = await core.createNamespace({
      body: { metadata: { generateName: 'lonely-' } },
    });
    const namespace = metadata!.name!;
    const accounts = () => core.listNamespacedServiceAccount({ namespace });
    expect((await accounts()).items).toEqual([]);
    await cluster.faults.start('kube-controller-manager');
    await waitFor(
      'the service account',
      async () => (await accounts()).items.length > 0,
      { timeoutMs: 30_000 },
    );
  });

  it('survives a restart of etcd', async () => {
    await cluster.faults.stop('etcd');
    await cluster.faults.start('etcd');
    await waitFor('the API server to answer', () => list(), {
      timeoutMs: 30_000,
    });
  });

  it('says so when a component to pause does not run', async () => {
    await cluster.faults.stop('kube-scheduler');
    await expect(cluster.faults.pause('kube-scheduler')).rejects.toThrow(
      'kube-scheduler of dev does not run',
    );
    await cluster.faults.start('kube-scheduler');
  });

  it('refuses a share of the requests in a storm, and none after it', async () => {
    const proxy = await cluster.openFaultProxy();
    const read = async () => {
      const url = `${proxy.server}/api/v1/namespaces/default`;
      const request = https.get(url, { rejectUnauthorized: false });
      const [response] = await once(request, 'response');
      response.resume();
      return [response.statusCode, response.headers['retry-after'] ?? null];
    };
    const readFour = async () => [
      await read(),
      await read(),
      await read(),
      await read(),
    ];
    proxy.startStorm({ share: 0.75 });
    expect(await readFour()).toEqual([
      [200, null],
      [500, null],
      [503, null],
      [429, '1'],
    ]);
    proxy.endStorm();
    expect(await readFour()).toEqual(Array(4).fill([200, null]));
    expect(proxy.countRequests()).toBe(8);
  });

  it('goes back to a saved state, and who watches sees it as new', async () => {
    const { core } = cluster.clients();
    const namespace = 'default';
    const create = (name: string) =>
      core.createNamespacedConfigMap({
        namespace,
        body: { metadata: { name } },
      });
    const before = await create('before');
    const file = `${cluster.directory}/saved.db`;
    await cluster.snapshot.save(file);
    const after = await create('after');

    await cluster.snapshot.restore(file);
    const { items, metadata } = await core.listNamespacedConfigMap({
      namespace,
    });
    const names = items.map(item => item.metadata?.name);
    expect(names).toContain(before.metadata?.name);
    expect(names).not.toContain(after.metadata?.name);
    expect(Number(metadata?.resourceVersion)).toBeGreaterThan(
      Number(after.metadata?.resourceVersion),
    );
  });
});
