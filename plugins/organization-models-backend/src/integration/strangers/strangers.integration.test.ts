import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import type { Knex } from 'knex';
import { databases } from '../../__testUtils__/databases';
import { conditionOf, ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

const RIVAL = 'rival-operator';
/** Repairs in ten minutes after which a rival is left alone. */
const MOST_REPAIRS = 5;

const LABELS = 'organization-models.backstage.io';

const AUTOSCALER_CRD = 'podautoscalers.autoscaling.aibrix.ai';
const MONITOR_CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'servicemonitors.monitoring.coreos.com' },
  spec: {
    group: 'monitoring.coreos.com',
    scope: 'Namespaced',
    names: { kind: 'ServiceMonitor', plural: 'servicemonitors' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
      },
    ],
  },
};

describe('while others change the cluster', () => {
  const cluster = useCluster({ crds: ['aibrix'] });
  const models = new ModelsDriver(() => portal.as('acme-engineer'));
  let knex: Knex;
  let portal: TestPortal;

  const restart = async (controller: { enabled: boolean }) => {
    await portal?.stop();
    portal = await startPortal({
      kubeconfig: cluster.kubeconfig,
      knex,
      config: { controller },
    });
  };

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    await restart({ enabled: true });
    await models.waitUntilReady();
  });

  afterAll(() => portal?.stop());

  const kubectl = (...args: string[]) =>
    cluster.kubectl(['-n', 'models', ...args]);

  const get = async (...args: string[]) =>
    JSON.parse(await kubectl('get', ...args, '-o', 'json'));

  const applyAsRival = (object: object) =>
    cluster.kubectl(
      [
        ...['apply', '--server-side', '--force-conflicts'],
        ...[`--field-manager=${RIVAL}`, '-f', '-'],
      ],
      { input: JSON.stringify(object) },
    );

  const waitForObject = (...args: string[]) =>
    waitFor(`${args.join(' ')} to be there`, () => get(...args));

  it('sets a field back that another manager takes, until that is a fight', async () => {
    const id = await models.createRunning('fought-over');
    const label = 'jan-server.menlo.ai/managed';
    const take = () =>
      applyAsRival({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name: 'fought-over',
          namespace: 'models',
          labels: { [label]: 'rival' },
        },
      });
    const readLabel = async () =>
      (await get('service', 'fought-over')).metadata.labels[label];

    for (let round = 1; round <= MOST_REPAIRS; round++) {
      await take();
      await waitFor(
        `repair ${round}`,
        async () => (await readLabel()) === 'true',
        { timeoutMs: 5_000 },
      );
    }
    await waitFor('the repairs in the history', async () => {
      const repairs = (await models.readHistory(id)).filter(
        ({ code, message }) =>
          code === 'DriftHealed' && message.includes(RIVAL),
      );
      return repairs.length === MOST_REPAIRS;
    });

    await take();
    const contested = await models.waitForModel(
      id,
      'contested',
      model => model.status_reason?.code === 'DriftContested',
    );
    expect(contested.status).toBe('running');
    expect(contested.status_reason?.message).toContain(RIVAL);
    expect(conditionOf(contested, 'Applied')).toMatchObject({
      status: 'False',
      reason: 'DriftContested',
      message: expect.stringContaining(RIVAL),
    });
    expect(await readLabel()).toBe('rival');

    // Our own changes go on, and what the rival lets go of is ours again
    await take();
    await kubectl('delete', 'service', 'fought-over');
    await models.waitForModel(
      id,
      'left in peace',
      model => conditionOf(model, 'Applied')?.status === 'True',
    );
    expect(await readLabel()).toBe('true');
  });

  it('never touches a Deployment or Service that is not ours', async () => {
    await kubectl('create', 'deployment', 'foreign', '--image=example.com/x');
    const before = await get('deployment', 'foreign');
    const refused = await models.post('foreign').expect(409);
    expect(refused.body.error.code).toBe('ModelNameTaken');

    // One that comes between POST and the first pass
    await restart({ enabled: false });
    const id = await models.create('overtaken');
    await kubectl('create', 'deployment', 'overtaken', '--image=example.com/x');
    await kubectl('create', 'service', 'clusterip', 'overtaken', '--tcp=80');
    // As of another portal with a copy of our database
    await kubectl(
      ...['label', 'service', 'overtaken', `${LABELS}/model-id=${id}`],
      `${LABELS}/installation-id=another-portal`,
    );
    const overtaken = await get('service', 'overtaken');
    await restart({ enabled: true });
    const model = await models.waitForModel(
      id,
      'not ours',
      ({ status_reason }) => status_reason?.code === 'NotOurs',
    );
    expect(model.status).toBe('pending');
    expect(Object.keys(model.status_reason!).sort()).toEqual([
      'code',
      'message',
      'observed_at',
    ]);
    await portal.as('acme-engineer').delete(`/${id}`).expect(204);
    await models.waitUntilGone(id);
    expect(await get('service', 'overtaken')).toEqual(overtaken);
    for (const name of ['foreign', 'overtaken']) {
      const { metadata, spec } = await get('deployment', name);
      expect(metadata.labels).toEqual({ app: name });
      expect(spec.template.spec.containers[0].image).toBe('example.com/x');
    }
    expect((await get('deployment', 'foreign')).metadata.uid).toBe(
      before.metadata.uid,
    );
  });

  it('shows every kind of workload that serves a model, and what is part of one not', async () => {
    const labels = { 'model.aibrix.ai/name': 'of-another' };
    const template = {
      metadata: { labels },
      spec: { containers: [{ name: 'engine', image: 'example.com/x' }] },
    };
    const workload = (kind: string, name: string, ownedBy?: object) => ({
      apiVersion: 'apps/v1',
      kind,
      metadata: {
        name,
        namespace: 'models',
        labels: { 'model.aibrix.ai/name': name },
        ...(ownedBy && { ownerReferences: [ownedBy] }),
      },
      spec: { replicas: 0, selector: { matchLabels: labels }, template },
    });
    await applyAsRival(workload('StatefulSet', 'stateful'));
    const { uid } = (await get('statefulset', 'stateful')).metadata;
    await applyAsRival(
      workload('Deployment', 'part-of-it', {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        name: 'stateful',
        uid,
      }),
    );
    await applyAsRival({
      apiVersion: 'orchestration.aibrix.ai/v1alpha1',
      kind: 'StormService',
      metadata: {
        name: 'stormy',
        namespace: 'models',
        labels: { 'model.aibrix.ai/name': 'stormy' },
      },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { spec: { roles: [{ name: 'both', template }] } },
      },
    });
    const shown = await waitFor('both of them', async () => {
      const { body } = await portal.as('acme-engineer').get('/all').expect(200);
      const names = body.models.map(({ name }: { name: string }) => name);
      return names.includes('stormy') && names.includes('stateful') && body;
    });
    expect(shown.models).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'stormy',
          is_managed: false,
          status: 'creating',
          replicas: { desired: 2, ready: 0, available: 0, updated: 0 },
        }),
        expect.objectContaining({ name: 'stateful', status: 'stopped' }),
      ]),
    );
    expect(JSON.stringify(shown)).not.toContain('part-of-it');
    await models.post('stormy').expect(409);
  });

  it('does not overwrite what took the place of ours behind its back', async () => {
    const id = await models.createRunning('replaced');
    await restart({ enabled: false });
    await portal
      .as('acme-engineer')
      .put(`/${id}`)
      .send({ deployment_config: { extra_env: [{ name: 'A', value: 'b' }] } })
      .expect(200);
    await kubectl('delete', 'deployment,service', 'replaced');
    await kubectl('create', 'deployment', 'replaced', '--image=example.com/x');
    await kubectl('create', 'service', 'clusterip', 'replaced', '--tcp=80');
    const specs = async () =>
      (await get('deployment,service', 'replaced')).items.map(
        ({ metadata, spec }: any) => [metadata.uid, metadata.labels, spec],
      );
    const before = await specs();

    // Its first pass still goes by what was seen before
    await restart({ enabled: true });
    const model = await models.waitForModel(
      id,
      'not ours',
      ({ status_reason }) => status_reason?.code === 'NotOurs',
    );
    expect(conditionOf(model, 'Applied')?.status).toBe('False');
    expect(await specs()).toEqual(before);
  });

  it('goes on without a resource definition, and heals when it is back', async () => {
    const id = await models.createRunning('scaled', {
      deployment_config: { gpu_count: 0, enable_autoscaling: true },
    });
    await cluster.kubectl(['apply', '-f', '-'], {
      input: JSON.stringify(MONITOR_CRD),
    });
    await waitForObject('servicemonitor', 'scaled');

    const { metadata, spec, ...definition } = JSON.parse(
      await cluster.kubectl(['get', 'crd', AUTOSCALER_CRD, '-o', 'json']),
    );
    delete definition.status;
    await cluster.kubectl(['delete', 'crd', AUTOSCALER_CRD]);
    await waitFor('the portal to miss the definition', async () => {
      const { body } = await portal.as('acme-engineer').get('/status');
      return JSON.stringify(body).includes(AUTOSCALER_CRD);
    });
    // Not only until that was seen
    const without = await models.waitForModel(
      id,
      'without its autoscaler',
      model => model.status_reason?.code === 'MissingCrd',
    );
    expect(without.status).toBe('running');
    expect(conditionOf(without, 'Applied')).toMatchObject({
      status: 'False',
      reason: 'MissingCrd',
    });
    expect(conditionOf(without, 'AutoscalerActive')?.status).toBe('False');

    await cluster.kubectl(['create', '-f', '-'], {
      input: JSON.stringify({
        ...definition,
        metadata: { name: metadata.name, annotations: metadata.annotations },
        spec,
      }),
    });
    await waitForObject('podautoscaler', 'scaled');
    await models.waitForModel(
      id,
      'applied',
      model => conditionOf(model, 'Applied')?.status === 'True',
    );
    // An apply may find the definition before it is watched again
    await models.waitUntilReady();
  });

  it('brings models back when their namespace is deleted', async () => {
    const id = await models.createRunning('survivor');
    const { uid } = (await get('deployment', 'survivor')).metadata;
    await cluster.kubectl(['delete', 'namespace', 'models']);
    await waitFor(
      'another Deployment',
      async () => (await get('deployment', 'survivor')).metadata.uid !== uid,
      { timeoutMs: 30_000 },
    );
    await models.waitForStatus(id, 'running');
  });
});
