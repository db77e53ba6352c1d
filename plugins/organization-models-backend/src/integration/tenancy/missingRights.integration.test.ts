import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';
import { accessAs } from './__testUtils__/accessAs';
import { collectWarnings } from './__testUtils__/collectWarnings';
import { readChartRules, type Rule } from './__testUtils__/readChartRules';
import { STORAGE } from './__testUtils__/storage';
import { wedgeRollouts } from './__testUtils__/wedgeRollouts';

/*
 * The opposite way of leastPrivilege: a portal whose account may do nothing is
 * asked for everything in turn. What it then says it lacks is given to it, that
 * alone, until it does what it was asked for. So every right was missing once,
 * and was named; and what nobody ever missed has no place in the chart.
 */
jest.setTimeout(120_000);

const NAMESPACE = 'organization-models';
const PLACE = `${NAMESPACE}-acme`;

/** Asked by newer API servers besides get, by older ones not at all. */
const BY_VERSION = 'create pods/portforward';

/** What a model is made of, beside its token. */
const OBJECTS = [
  'deployments.apps',
  'persistentvolumeclaims',
  'podautoscalers.autoscaling.aibrix.ai',
  'servicemonitors.monitoring.coreos.com',
  'services',
];

/** A right, as sentences name it: `list pods`, `patch deployments.apps`. */
type Right = string;

/** What a sentence of the portal says that it lacks. */
const LACKS =
  /does not let the portal (\w+ \S+) in the (?:whole cluster|namespace \S+): its account lacks this right, which the Helm chart's roles give by models\.rbac\.create: true/g;

function readLacks(said: unknown): Right[] {
  return [...JSON.stringify(said ?? '').matchAll(LACKS)].map(
    ([, right]) => right,
  );
}

const CHART_RIGHTS: Right[] = readChartRules().flatMap(
  ({ apiGroups: [group], resources, verbs }) =>
    resources.flatMap(resource =>
      verbs.map(verb => `${verb} ${group ? `${resource}.${group}` : resource}`),
    ),
);

const isWatching = (right: Right) => /^(list|watch) /.test(right);

function toRule(right: Right): Rule {
  const [verb, full] = right.split(' ');
  const [resource, ...group] = full.split('.');
  return {
    apiGroups: [group.join('.')],
    resources: [resource],
    verbs: [verb],
  };
}

describe('a portal that lacks rights', () => {
  const cluster = useCluster({ standIns: {} });
  const api = () => portal.as('acme-engineer');
  const models = new ModelsDriver(api);
  const given = new Set<Right>();
  const warnings: string[] = [];
  let portal: TestPortal;
  let id: string;

  async function give(rights: Right[]) {
    rights.forEach(right => given.add(right));
    await cluster.kubectl(['apply', '--validate=false', '-f', '-'], {
      input: JSON.stringify({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'what-was-missed' },
        rules: [...given].map(toRule),
      }),
    });
  }

  /**
   * Asks again and again, and gives what is said to be missing, until nothing is.
   *
   * @param isDone - also: it worked
   * @returns what was given
   */
  async function giveUntil<T>(
    ask: () => Promise<T>,
    isDone: (answer: T) => boolean,
  ): Promise<Right[]> {
    const missed: Right[] = [];
    await waitFor(
      'an answer that lacks nothing',
      async () => {
        const answer = await ask();
        const lacks = readLacks(answer).filter(right => !given.has(right));
        if (lacks.length > 0) {
          missed.push(...new Set(lacks));
          await give(lacks);
        }
        const worked = lacks.length === 0 && isDone(answer);
        return worked || fail(answer, missed);
      },
      { timeoutMs: 90_000, intervalMs: 50 },
    );
    return missed.sort();
  }

  beforeAll(async () => {
    for (const namespace of ['backstage', 'aibrix-system', NAMESPACE]) {
      await cluster
        .kubectl(['create', 'namespace', namespace])
        .catch(() => undefined);
    }
    await cluster.kubectl(['create', '--validate=false', '-f', '-'], {
      input: JSON.stringify(STORAGE),
    });
    await cluster.kubectl(['create', 'sa', 'with-nothing', '-n', 'backstage']);
    await give([]);
    await cluster.kubectl([
      ...['create', 'clusterrolebinding', 'what-was-missed'],
      ...['--clusterrole=what-was-missed'],
      '--serviceaccount=backstage:with-nothing',
    ]);
    portal = await startPortal({
      features: [collectWarnings(message => warnings.push(message))],
      config: {
        clusters: [
          {
            ...(await accessAs('with-nothing', cluster)),
            ...{ name: 'test', namespace: NAMESPACE },
            namespaces: 'perOrganization',
          },
        ],
      },
    });
  });

  afterAll(() => portal?.stop());

  it('says that what it knows of nodes is not to be relied on', async () => {
    const { body } = await waitFor('an answer of the planner', async () => {
      const answer = await models
        .post('blind', { deployment_config: { gpu_count: 1 } })
        .query({ dry_run: true });
      return answer.status !== 503 && answer;
    });
    expect(readLacks(body)).toEqual(
      expect.arrayContaining(['list nodes', 'list pods']),
    );
  });

  it('names what it cannot watch, in its status and its log', async () => {
    const missed = await giveUntil(
      async () => {
        const { body } = await api().get('/status').expect(200);
        return body.cluster_status;
      },
      ({ ready, stale }) => ready && stale.length === 0,
    );
    const told = warnings.flatMap(readLacks);
    expect(missed.filter(right => !told.includes(right))).toEqual([]);
    expect(missed).toEqual(
      CHART_RIGHTS.filter(isWatching)
        .filter(right => right !== 'list namespaces')
        .sort(),
    );
  });

  it('names what it needs to try a model, where nothing is made', async () => {
    const missed = await giveUntil(
      async () => (await post({ dry_run: true })).body,
      ({ objects }) => objects !== undefined,
    );
    expect(missed).toEqual(
      [
        'create pods',
        'get namespaces',
        ...OBJECTS.flatMap(resource => listVerbs(resource, 'create', 'patch')),
      ].sort(),
    );
  });

  it('names what it needs to make the namespace and to store a token', async () => {
    const missed = await giveUntil(
      async () => (await post()).body,
      ({ model }) => model !== undefined,
    );
    expect(missed).toEqual(
      [
        ...listVerbs('namespaces', 'create', 'patch'),
        ...listVerbs('limitranges', 'create', 'get', 'patch'),
        ...listVerbs(
          'networkpolicies.networking.k8s.io',
          ...['create', 'get', 'patch'],
        ),
        'delete resourcequotas',
        'get serviceaccounts',
        ...listVerbs('secrets', 'create', 'get', 'patch'),
      ].sort(),
    );
    const [model] = await models.list();
    id = model.id;
    await models.waitForStatus(id, 'running');
  });

  it('names what it needs to keep namespaces as they should be', async () => {
    const missed = await giveUntil(
      async () => warnings,
      () => given.has('list namespaces'),
    );
    expect(missed).toEqual(['list namespaces']);
  });

  it('names what it needs to mirror a quota', async () => {
    await api()
      .put('/quota')
      .send({ hard: { models: 4 } })
      .expect(200);
    const missed = await giveUntil(
      async () => ({
        warnings,
        quotas: await cluster.kubectl([
          ...['get', 'resourcequota', '-n', PLACE, '-o=name'],
        ]),
      }),
      ({ quotas }) => quotas !== '',
    );
    expect(missed).toEqual(
      listVerbs('resourcequotas', 'create', 'get', 'patch'),
    );
  });

  it('names what it needs to show logs', async () => {
    const refused = await api().get(`/${id}/logs`).expect(400);
    expect(refused.body.error.code).toBe('RejectedByCluster');
    const missed = await giveUntil(
      async () => {
        const { status, text } = await api().get(`/${id}/logs`);
        return { status, text };
      },
      ({ status }) => status === 200,
    );
    expect(missed).toEqual(['get pods/log']);
  });

  it('names what it needs to talk to a model', async () => {
    await api().get(`/${id}/metrics`).expect(200);
    const missed = await giveUntil(
      async () =>
        (
          await api()
            .post(`/${id}/v1/chat/completions`)
            .send({ messages: [{ role: 'user', content: 'Hello' }] })
        ).body,
      ({ choices }) => choices !== undefined,
    );
    expect(missed.filter(right => right !== BY_VERSION)).toEqual([
      'get pods/portforward',
    ]);
    // Metrics come by the same way
    expect(warnings.flatMap(readLacks)).toContain('get pods/portforward');
  });

  it('names what it needs to plan a change', async () => {
    const missed = await giveUntil(
      async () =>
        (
          await api()
            .put(`/${id}`)
            .query({ dry_run: true })
            .send({ deployment_config: { max_model_len: 4096 } })
        ).body,
      ({ objects }) => objects !== undefined,
    );
    expect(missed).toEqual(
      [
        'get persistentvolumes',
        ...OBJECTS.map(resource => `get ${resource}`),
      ].sort(),
    );
  });

  it('names in the status what it needs to take an object away', async () => {
    const told = new Set<string>();
    const change = { enable_autoscaling: false, autoscaling_config: null };
    await api().put(`/${id}`).send({ deployment_config: change }).expect(200);
    const missed = await giveUntil(
      async () => {
        const model = await models.read(id);
        told.add(JSON.stringify(model.conditions));
        return model;
      },
      ({ status, observed_generation }) =>
        status === 'running' && observed_generation === 2,
    );
    expect([...told].join()).toContain('"MissingRight"');
    expect(missed).toEqual(['delete podautoscalers.autoscaling.aibrix.ai']);
  });

  it('names in the status what it needs to help a rollout that Kubernetes leaves lying', async () => {
    await wedgeRollouts(cluster, PLACE);
    const { generation } = await models.read(id);
    await api()
      .put(`/${id}`)
      .send({ requirements: { memory: '2Gi' } })
      .expect(200);
    const missed = await giveUntil(
      () => models.read(id),
      ({ status, observed_generation }) =>
        status === 'running' && observed_generation > generation,
    );
    expect(missed).toEqual(['patch replicasets.apps']);
  });

  it('names what it needs to remove a token of the organization', async () => {
    await api().put('/tokens/gated').send({ value: 'hf_x' }).expect(200);
    await api().get('/tokens').expect(200);
    const missed = await giveUntil(
      async () => {
        const { status, body } = await api().delete('/tokens/gated');
        return { status, body };
      },
      ({ status }) => status === 204,
    );
    expect(missed).toEqual(['delete secrets']);
  });

  it('names in the status what it needs to delete a model', async () => {
    await api().delete(`/${id}`).expect(204);
    const missed = await giveUntil(
      async () => {
        const { status, body } = await api().get(`/${id}`);
        return { status, body };
      },
      ({ status }) => status === 404,
    );
    expect(missed).toEqual(
      OBJECTS.filter(resource => !resource.startsWith('podautoscalers'))
        .map(resource => `delete ${resource}`)
        .sort(),
    );
  });

  it('names what it needs to end pods at once that never served', async () => {
    const slow = await models.create('slow', {
      deployment_config: {
        gpu_count: 0,
        image: 'vllm/vllm-openai-cpu:v0.32.0-scenario-slow-termination',
      },
    });
    await waitFor('a pod that starts', async () => {
      const { body } = await api().get(`/${slow}/pods`);
      return body.pods.length > 0;
    });
    await api().delete(`/${slow}`).expect(204);
    const missed = await giveUntil(
      async () => {
        const { status } = await api().get(`/${slow}`);
        return { status, warnings };
      },
      ({ status }) => status === 404,
    );
    expect(missed).toEqual(['delete pods']);
  });

  it('missed every right of the chart once, and no other', () => {
    const missed = new Set([...given, BY_VERSION]);
    expect([...missed].sort()).toEqual([...new Set(CHART_RIGHTS)].sort());
  });

  function post(query = {}) {
    return models
      .post('modest', {
        deployment_config: {
          gpu_count: 0,
          enable_pvc: true,
          storage_class: 'standard',
          enable_autoscaling: true,
          autoscaling_config: { max_replicas: 1 },
          hugging_face_token: 'hf_missingRight1',
        },
      })
      .query(query);
  }
});

function listVerbs(resource: string, ...verbs: string[]): Right[] {
  return verbs.map(verb => `${verb} ${resource}`);
}

function fail(seen: unknown, missed: Right[]): never {
  throw new Error(`${JSON.stringify(seen)} after ${missed.join(', ')}`);
}
