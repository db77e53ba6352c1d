import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import type { Knex } from 'knex';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { openSqliteFile } from '../../__testUtils__/openSqliteFile';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

describe('a database that was restored from a backup', () => {
  const cluster = useCluster({ crds: ['aibrix'] });
  const models = new ModelsDriver(() => portal.as('acme-engineer'));
  const databases: Knex[] = [];
  let directory: string;
  let portal: TestPortal;

  const openDatabase = (file: string) => {
    const knex = openSqliteFile(path.join(directory, file));
    databases.push(knex);
    return knex;
  };

  const start = async (knex: Knex) => {
    portal = await startPortal({ kubeconfig: cluster.kubeconfig, knex });
    await models.waitUntilReady();
  };

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'restored-'));
    await start(openDatabase('live.sqlite'));
  });

  afterAll(async () => {
    await portal?.stop();
    await Promise.all(databases.map(knex => knex.destroy()));
    await rm(directory, { recursive: true });
  });

  const kubectl = (...args: string[]) =>
    cluster.kubectl(['-n', 'models', ...args]);
  const list = async (kind: string, name: string): Promise<any[]> =>
    JSON.parse(
      await kubectl(
        ...['get', kind, '-l', `model.aibrix.ai/name=${name}`, '-o', 'json'],
      ),
    ).items;
  const podsOf = async (name: string) =>
    (await list('pods', name)).map(({ metadata }) => metadata.uid);

  it('brings each model back to what it was then, and disturbs no other', async () => {
    const kept = await models.createRunning('kept');
    const changed = await models.createRunning('changed');
    const deleted = await models.createRunning('deleted');
    const keptPods = await podsOf('kept');
    const specBefore = (await list('deployments', 'changed'))[0].spec.template;
    await databases[0].raw('vacuum into ?', [path.join(directory, 'backup')]);

    await portal
      .as('acme-engineer')
      .put(`/${changed}`)
      .send({ deployment_config: { extra_env: [{ name: 'NEW', value: '1' }] } })
      .expect(200);
    await models.waitForModel(
      changed,
      'changed',
      ({ status, observed_generation: seen }) =>
        status === 'running' && seen === 2,
    );
    await portal.as('acme-engineer').delete(`/${deleted}`).expect(204);
    await models.waitUntilGone(deleted);
    await models.createRunning('newer');
    const newerPods = await podsOf('newer');

    await portal.stop();
    await start(openDatabase('backup'));
    await waitFor('what was deleted to be there again', async () => {
      const pods = await podsOf('deleted');
      return pods.length === 1;
    });
    await waitFor('the old spec', async () => {
      const [{ spec }] = await list('deployments', 'changed');
      expect(spec.template.spec).toEqual(specBefore.spec);
      return true;
    });
    for (const id of [kept, changed, deleted]) {
      await models.waitForModel(
        id,
        'running as it was',
        ({ status, generation, observed_generation: seen, replicas }) =>
          status === 'running' &&
          generation === 1 &&
          seen === 1 &&
          replicas.updated === 1,
      );
    }
    expect(await podsOf('kept')).toEqual(keptPods);

    // What was made after the backup goes on, is offered, and its name is not free
    const { body } = await portal.as('acme-engineer').get('/all').expect(200);
    const [offered, ...others] = body.models.filter(
      ({ is_managed: isManaged }: { is_managed: boolean }) => !isManaged,
    );
    expect([offered.name, offered.status, others]).toEqual([
      ...['newer', 'running', []],
    ]);
    const { body: refused } = await models.post('newer').expect(409);
    expect(refused.error.message).toContain('newer');
    const place = { cluster: offered.cluster, name: 'newer' };
    await portal
      .as('acme-engineer')
      .post('/adopt')
      .send({ ...place, namespace: 'models' })
      .expect(201);
    expect(await podsOf('newer')).toEqual(newerPods);
  });
});
