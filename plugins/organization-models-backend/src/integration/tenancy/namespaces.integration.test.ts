import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

const SMALL = {
  requirements: { cpu: '100m', memory: '1Gi' },
  deployment_config: { gpu_count: 1 },
};

describe('organizations with namespaces of their own', () => {
  const cluster = useCluster({ crds: ['aibrix'] });
  let portal: TestPortal;
  let models: ModelsDriver;

  beforeAll(async () => {
    portal = await startPortal({
      kubeconfig: cluster.kubeconfig,
      config: {
        clusters: [
          {
            name: 'test',
            kubeconfig: { file: cluster.kubeconfig },
            namespace: 'models',
            namespaces: 'perOrganization',
            networkPolicy: {
              ingressNamespaces: ['gateways'],
              egressCidrs: ['0.0.0.0/0'],
              egressExcept: ['10.0.0.0/8'],
            },
          },
        ],
      },
    });
    models = new ModelsDriver(() => portal.as('acme-engineer'));
    await models.waitUntilReady();
  });

  afterAll(() => portal?.stop());

  const read = async (...what: string[]) =>
    JSON.parse(
      await cluster.kubectl([
        '-n',
        'models-acme',
        'get',
        ...what,
        '-o',
        'json',
      ]),
    );

  const readHard = async () => {
    const { items } = await read('resourcequota');
    return items[0]?.spec.hard;
  };

  const setHard = (hard: object | null) =>
    portal.as('acme-engineer').put('/quota').send({ hard }).expect(200);

  const plan = async () => {
    const { body } = await portal
      .as('acme-engineer')
      .post('/?dry_run=true')
      .send({ name: 'planned', model_type: 'chat', huggingface_id: 'a/b' })
      .expect(200);
    return body.warnings.map(({ code }: { code: string }) => code);
  };

  let id: string;

  it('change nothing by a dry run, and say what it left open', async () => {
    expect(await plan()).toContain('NotTried');
    await expect(
      cluster.kubectl(['get', 'namespace', 'models-acme']),
    ).rejects.toThrow('not found');
  });

  it('get it with the first model, closed before its pods come', async () => {
    await setHard({ gpus: 4, models: 5, cpu: '8' });
    // Two at once make one namespace, and neither is told to come back
    [id] = await Promise.all(
      ['first', 'beside'].map(name => models.create(name, SMALL)),
    );
    await models.waitForStatus(id, 'running');
    expect((await read('networkpolicy')).items[0].spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [
            { podSelector: {} },
            {
              namespaceSelector: {
                matchLabels: { 'kubernetes.io/metadata.name': 'gateways' },
              },
            },
          ],
          ports: [{ protocol: 'TCP', port: 8000 }],
        },
      ],
      egress: [
        {
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
            { protocol: 'UDP', port: 5353 },
            { protocol: 'TCP', port: 5353 },
          ],
        },
        {
          to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }],
          ports: [{ protocol: 'TCP', port: 443 }],
        },
      ],
    });
    expect((await read('limitrange')).items).toHaveLength(1);
    expect(await readHard()).toMatchObject({
      'requests.nvidia.com/gpu': '4',
      'count/deployments.apps': '5',
      'requests.cpu': '8',
    });
    const { metadata } = await read('namespace', 'models-acme');
    expect(metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
      'organization-models.backstage.io/installation-id': 'test-portal',
      'organization-models.backstage.io/organization': 'group.default.acme',
    });
    await expect(
      cluster.kubectl(['-n', 'models-acme', 'run', 'loose', '--image=x']),
    ).rejects.toThrow('violates PodSecurity');

    const model = await models.waitForStatus(id, 'running');
    expect(model).toMatchObject({
      namespace: 'models-acme',
      internal_url: 'http://first.models-acme.svc.cluster.local:8000',
    });
    await waitFor('its events', async () => {
      const { body } = await portal.as('acme-engineer').get(`/${id}/events`);
      return body.events.length > 0;
    });
    expect(await plan()).not.toContain('NotTried');
  });

  it('do not get it with a model that is refused', async () => {
    for (const refused of [
      { name: 'first', status: 409 },
      { name: 'too-large', gpu_count: 1_000, status: 400 },
    ]) {
      const { name, gpu_count, status } = refused;
      await portal
        .as('globex-engineer')
        .post('/')
        .send({
          ...{ name, model_type: 'chat', huggingface_id: 'a/b', ...SMALL },
          ...(gpu_count && { deployment_config: { gpu_count } }),
        })
        .expect(status);
    }
    await expect(
      cluster.kubectl(['get', 'namespace', 'models-globex']),
    ).rejects.toThrow('not found');
  });

  it('keep a ResourceQuota like their quota, never below what is used', async () => {
    const waitForHard = (hard: unknown) =>
      waitFor(
        'the ResourceQuota',
        async () => expect(await readHard()).toEqual(hard) === undefined,
        { timeoutMs: 25_000 },
      );
    await setHard({ models: 0 });
    await waitForHard({ 'count/deployments.apps': '2' });
    await setHard({ models: 2 });
    // The mirror may lag behind: what we count decides
    const refused = await models.post('second', SMALL).expect(400);
    expect(refused.body.error.details[0].source).toBe('override');
    await setHard({ models: 3 });
    const second = await models.create('second', SMALL);
    await models.waitForStatus(second, 'running', 40_000);
    await setHard(null);
    await waitForHard(undefined);
  });

  it('get it again when it was deleted', async () => {
    await cluster.kubectl([
      'delete',
      'namespace',
      'models-acme',
      '--wait=false',
    ]);
    await waitFor(
      'the namespace and its policies',
      async () => {
        const { metadata } = await read('namespace', 'models-acme');
        const policies = await read('networkpolicy');
        return !metadata.deletionTimestamp && policies.items.length > 0;
      },
      { timeoutMs: 60_000 },
    );
    await models.waitForStatus(id, 'running', 60_000);
  });

  it('never get one that somebody else made', async () => {
    await cluster.kubectl(['create', 'namespace', 'models-globex']);
    const { body } = await portal
      .as('globex-engineer')
      .post('/')
      .send({
        name: 'theirs',
        model_type: 'chat',
        huggingface_id: 'a/b',
        ...SMALL,
      })
      .expect(400);
    expect(body.error).toMatchObject({
      code: 'RejectedByCluster',
      message: expect.stringContaining(
        'organization-models.backstage.io/organization=group.default.globex',
      ),
    });
    const list = await portal.as('globex-engineer').get('/').expect(200);
    expect(list.body.total).toBe(0);
  });

  it('keep their tokens in it, also before their first model', async () => {
    const put = () =>
      portal.as('globex-engineer').put('/tokens/gated').send({ value: 'hf_x' });
    // It is still the one that somebody else made
    await put().expect(400);
    await cluster.kubectl(['delete', 'namespace', 'models-globex']);
    await put().expect(200);
    const { items } = JSON.parse(
      await cluster.kubectl([
        ...['-n', 'models-globex', 'get', 'secret,networkpolicy'],
        ...['-o', 'json'],
      ]),
    );
    const kinds = items.map(({ kind }: { kind: string }) => kind);
    expect(kinds.sort()).toEqual(['NetworkPolicy', 'Secret']);
    const { body } = await portal.as('globex-engineer').get('/tokens');
    expect(body.tokens).toHaveLength(1);
    await portal.as('globex-engineer').delete('/tokens/gated').expect(204);
  });
});
