import { join } from 'node:path';
import {
  readAudit,
  runHelm,
  useCluster,
  waitFor,
} from '@orgmodels/dev-cluster';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';
import { accessAs } from './__testUtils__/accessAs';
import { collectWarnings } from './__testUtils__/collectWarnings';
import { readChartRules } from './__testUtils__/readChartRules';
import { STORAGE } from './__testUtils__/storage';
import { wedgeRollouts } from './__testUtils__/wedgeRollouts';

jest.setTimeout(120_000);

const CHART = join(__dirname, '../../../../../charts/organization-models');
const ACCOUNT = 'system:serviceaccount:backstage:backstage';
const NAMESPACE = 'organization-models';

/** Rights that this file's story does not need, and what for they are there. */
const FOR_ACCIDENTS: Record<string, string> = {
  'create /pods/portforward':
    'asked by newer API servers besides get, which is what the audit names',
  'delete /pods': 'pods that were never ready and whose GPUs are waited for',
};

/** The chart's rights, as `verb group/resource`. */
function listGranted(namespaces: string): string[] {
  const otherWay = namespaces === 'shared' ? 'organizations' : 'namespace';
  const granted = readChartRules()
    .filter(({ where }) => where !== otherWay)
    .flatMap(({ apiGroups: [group], resources, verbs }) =>
      resources.flatMap(resource =>
        verbs.map(verb => `${verb} ${group}/${resource}`),
      ),
    );
  return [...new Set(granted)].sort();
}

/** What nobody who serves models needs, however namespaces are. */
const FORBIDDEN = [
  'patch nodes',
  'delete namespaces',
  'impersonate users',
  'create clusterroles',
  `patch pods -n ${NAMESPACE}`,
  `create pods --subresource=exec -n ${NAMESPACE}`,
  `create rolebindings -n ${NAMESPACE}`,
  `create serviceaccounts --subresource=token -n ${NAMESPACE}`,
];

describe.each([
  {
    namespaces: 'shared',
    place: NAMESPACE,
    forbidden: [
      'list secrets --all-namespaces',
      'get secrets -n default',
      'create deployments -n default',
      'create pods -n aibrix-system',
      'delete pods -n default',
      'create namespaces',
    ],
  },
  {
    namespaces: 'perOrganization',
    place: `${NAMESPACE}-acme`,
    forbidden: ['delete networkpolicies -n default', 'delete limitranges'],
  },
])('with the rights of the chart alone, namespaces $namespaces', rights => {
  const cluster = useCluster({ standIns: {}, auditedUser: ACCOUNT });
  const models = new ModelsDriver(() => portal.as('acme-engineer'));
  const warnings: string[] = [];
  let portal: TestPortal;

  const canI = async (...args: string[]) => {
    const answer = await cluster
      .kubectl(['auth', 'can-i', ...args, `--as=${ACCOUNT}`])
      .catch(error => String(error.stdout ?? error.message));
    return /^yes/m.test(answer);
  };

  beforeAll(async () => {
    for (const namespace of ['backstage', 'aibrix-system']) {
      await cluster
        .kubectl(['create', 'namespace', namespace])
        .catch(() => undefined);
    }
    await cluster.kubectl(['create', '--validate=false', '-f', '-'], {
      input: JSON.stringify(STORAGE),
    });
    await cluster.kubectl(['create', 'sa', 'backstage', '-n', 'backstage']);
    await cluster.kubectl(
      ['apply', '--server-side', '--validate=false', '-f', '-'],
      {
        input: await runHelm([
          ...['template', 'models', CHART, '--namespace', 'backstage'],
          ...['--set', 'portal.enabled=false,serviceAccount.create=false'],
          ...['--set', `models.namespaces=${rights.namespaces}`],
          ...['--set', 'models.rbac.portForward=true'],
        ]),
      },
    );
    portal = await startPortal({
      features: [collectWarnings(message => warnings.push(message))],
      config: {
        clusters: [
          {
            name: 'test',
            ...(await accessAs('backstage', cluster)),
            namespace: NAMESPACE,
            namespaces: rights.namespaces,
          },
        ],
      },
    });
    await models.waitUntilReady();
  });

  afterAll(() => portal?.stop());

  it('models live from their creation to their end', async () => {
    const created = await models.post('modest', {
      deployment_config: {
        gpu_count: 0,
        enable_pvc: true,
        storage_class: 'standard',
        enable_autoscaling: true,
        autoscaling_config: { max_replicas: 1 },
        hugging_face_token: 'hf_leastPrivilege1',
      },
    });
    expect(created.body.error).toBeUndefined();
    const { id, namespace } = created.body.model;
    expect(namespace).toBe(rights.place);
    await models.waitForStatus(id, 'running');
    await waitFor('the autoscaler', async () =>
      (
        await cluster.kubectl([
          ...['get', 'podautoscalers.autoscaling.aibrix.ai'],
          ...['-n', rights.place, '-o=name'],
        ])
      ).includes('modest'),
    );
    const change = (body: object) =>
      portal.as('acme-engineer').put(`/${id}`).send(body).expect(200);
    const { body: events } = await portal
      .as('acme-engineer')
      .get(`/${id}/events`);
    expect(events.events.length).toBeGreaterThan(0);
    await portal.as('acme-engineer').get(`/${id}/logs`).expect(200);
    await portal
      .as('acme-engineer')
      .post(`/${id}/v1/chat/completions`)
      .send({ messages: [{ role: 'user', content: 'Hello' }] })
      .expect(200);
    await change({
      deployment_config: { hugging_face_token: 'hf_another123' },
    });
    const { body: planned } = await portal
      .as('acme-engineer')
      .put(`/${id}?dry_run=true`)
      .send({ deployment_config: { autoscaling_config: { max_replicas: 2 } } })
      .expect(200);
    expect(planned.objects).toContainEqual(
      expect.objectContaining({ kind: 'PodAutoscaler', action: 'update' }),
    );
    await change({
      deployment_config: {
        enable_autoscaling: false,
        autoscaling_config: null,
        hugging_face_token: null,
      },
    });
    // While something is rolled out yet, Kubernetes itself takes the wedge out
    await models.waitForModel(
      id,
      'running as it shall be',
      ({ status, generation, observed_generation }) =>
        status === 'running' && observed_generation === generation,
    );
    await wedgeRollouts(cluster, rights.place);
    await change({ requirements: { memory: '2Gi' } });
    await waitFor('the rollout that was stuck', async () =>
      (
        await cluster.kubectl([
          ...['get', 'replicasets', '-n', rights.place, '-o=yaml'],
        ])
      ).includes('memory: 2Gi'),
    );
    await change({ desired_state: 'stopped' });
    await models.waitForStatus(id, 'stopped');
    await portal.as('acme-engineer').delete(`/${id}`).expect(204);
    await models.waitUntilGone(id);
    expect(warnings).toEqual([]);
  });

  it('tokens of the organization are set, named, listed and removed', async () => {
    const api = portal.as('acme-engineer');
    await api.put('/tokens/gated').send({ value: 'hf_x' }).expect(200);
    await models
      .post('naming', {
        deployment_config: {
          gpu_count: 0,
          hugging_face_token_secret: { name: 'gated' },
        },
      })
      .query({ dry_run: true })
      .expect(200);
    const { body } = await api.get('/tokens').expect(200);
    expect(body.tokens).toHaveLength(1);
    await api.delete('/tokens/gated').expect(204);
    expect(warnings).toEqual([]);
  });

  it.each([...FORBIDDEN, ...rights.forbidden])(
    'the portal cannot %s',
    async question => {
      expect(await canI('list', 'nodes')).toBe(true);
      expect(await canI(...question.split(' '))).toBe(false);
    },
  );

  if (rights.namespaces === 'perOrganization') {
    const asPortal = (...args: string[]) =>
      cluster.kubectl([...args, `--as=${ACCOUNT}`]).then(
        () => 'done',
        error => String(error.stderr ?? error.message),
      );
    const WALL = /writes in the namespaces of organizations only/;

    it('a quota comes and goes with that of the organization', async () => {
      const api = portal.as('acme-engineer');
      // Namespaces without models are left as they are
      await models.create('limited', { deployment_config: { gpu_count: 0 } });
      const quotas = () =>
        cluster.kubectl([
          'get',
          'resourcequota',
          '-n',
          rights.place,
          '-o=name',
        ]);
      for (const [hard, expected] of [
        [{ models: 4 }, /resourcequota/],
        [null, /^$/],
      ] as const) {
        await api.put('/quota').send({ hard }).expect(200);
        await waitFor(
          'the ResourceQuota',
          async () => expected.test((await quotas()).trim()),
          { timeoutMs: 30_000 },
        );
      }
      expect(warnings).toEqual([]);
    });

    it.each([
      'create secret generic x -n default',
      'create secret generic x -n kube-system',
      'create deployment x --image=x -n backstage',
      'create quota x --hard=pods=1 -n default',
      'create --raw=/api/v1/namespaces/default/pods/x/portforward -f=/dev/null',
      'create namespace x',
      'create namespace organization-models-x',
      'label namespace default organization-models.backstage.io/organization=x',
      'label namespace kube-system pod-security.kubernetes.io/enforce=privileged',
      `label namespace ${NAMESPACE} pod-security.kubernetes.io/enforce=privileged --overwrite`,
    ])('the portal is refused to %s', async command => {
      expect(await asPortal(...command.split(' '))).toMatch(WALL);
    });

    it('others are not held to it, nor is the portal where models are', async () => {
      const create = 'create secret generic held -n'.split(' ');
      expect(await asPortal(...create, rights.place)).toBe('done');
      await cluster.kubectl([...create, 'default']);
      const remove = 'delete secret held --wait=false -n'.split(' ');
      expect(await asPortal(...remove, 'default')).toMatch(WALL);
      expect(await asPortal(...remove, rights.place)).toBe('done');
    });
  }

  // The last one: by now the audit has all of it
  it('asks for nothing that it may not, and uses every right but those for accidents', async () => {
    const asked = await readAudit(cluster);
    expect(asked.filter(({ isAllowed }) => !isAllowed)).toEqual([]);
    const used = new Set(
      asked.flatMap(({ verb, apiGroup, resource }) => [
        `${verb} ${apiGroup}/${resource}`,
        // Server-side apply of what is not there needs both, and is seen as the one
        ...(verb === 'patch' ? [`create ${apiGroup}/${resource}`] : []),
      ]),
    );
    const unused = listGranted(rights.namespaces).filter(
      right => !used.has(right) && !(right in FOR_ACCIDENTS),
    );
    expect(unused).toEqual([]);
  });
});
