import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  ModelMetrics,
  MetricSeries,
} from '@orgmodels/backstage-plugin-organization-models-common';
import {
  type DevCluster,
  type Prometheus,
  runHelm,
  type ServiceMonitor,
  startCluster,
  startPrometheus,
  waitFor,
} from '@orgmodels/dev-cluster';
import type { Knex } from 'knex';
import { parse as readYaml } from 'yaml';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
} from '../../__testUtils__/startPortal';

jest.setTimeout(240_000);

const CHART = path.join(__dirname, '../../../../../charts/organization-models');

/** As kube-state-metrics tells them of Deployments, each alert's trouble in one. */
const KUBE_STATE: Record<string, Record<string, number>> = {
  steady: { wanted: 1, available: 1 },
  none: { wanted: 1, available: 0 },
  fewer: { wanted: 2, available: 1 },
  stranger: { wanted: 2, available: 0 },
  'strange-few': { wanted: 2, available: 1 },
  portal: { wanted: 1, available: 0 },
};

/** As a portal's exporter tells of these models, of its own troubles, and of nothing that is not its. */
function portalLines(count: number): string[] {
  const models = ['steady', 'none', 'fewer'].map(
    name =>
      `organization_models_model_info{cluster="local",model_namespace="models",model_name="${name}"} 1`,
  );
  const calls = 'organization_models_inference_duration_count';
  return [
    ...models,
    'organization_models_models{status="failed",organization="acme"} 1',
    'organization_models_queue_oldest_change 700',
    'organization_models_quota_share{organization="acme",resource="gpus"} 0.95',
    `organization_models_cluster_requests_total{cluster="local",verb="GET",code="200"} ${count}`,
    `organization_models_cluster_requests_total{cluster="away",verb="GET",code="unreachable"} ${count}`,
    `organization_models_cluster_requests_total{cluster="local",verb="GET",code="unreachable"} ${count}`,
    `${calls}{call="embeddings",outcome="answered"} ${count}`,
    `${calls}{call="embeddings",outcome="failed"} ${count}`,
    ...addedLatency('request', { 0.005: 9, 0.01: 10, 2.5: 10 }, count),
    ...addedLatency('answer', { 0.005: 0, 1: 9, 2.5: 10 }, count),
  ];
}

function addedLatency(
  part: string,
  buckets: Record<number, number>,
  count: number,
): string[] {
  return [...Object.entries(buckets), ['+Inf', 10] as const].map(
    ([le, share]) =>
      `organization_models_inference_added_latency_bucket{call="embeddings",part="${part}",le="${le}"} ${
        share * count
      }`,
  );
}

/** What kube-state-metrics would say here. */
function startKubeState(): Promise<{ target: string; server: Server }> {
  let restarts = 0;
  const server = createServer((_, res) => {
    restarts += 1;
    const lines = Object.entries(KUBE_STATE).flatMap(
      ([deployment, { wanted, available }]) => {
        const namespace = deployment === 'portal' ? 'portal' : 'models';
        const labels = `{namespace="${namespace}",deployment="${deployment}"}`;
        return [
          `kube_deployment_spec_replicas${labels} ${wanted}`,
          `kube_deployment_status_replicas_available${labels} ${available}`,
          `kube_deployment_status_replicas_ready${labels} ${available}`,
        ];
      },
    );
    const crashing = ['none', 'stranger'].map(
      name =>
        `kube_pod_container_status_restarts_total{namespace="models",pod="${name}-1-a",container="vllm"} ${restarts}`,
    );
    res.end([...lines, ...crashing, ...portalLines(restarts), ''].join('\n'));
  });
  return new Promise(done =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      done({ target: `127.0.0.1:${port}`, server });
    }),
  );
}

describe('metrics of models, by a real Prometheus', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const leaving = new AbortController();
  let cluster: DevCluster;
  let prometheus: Prometheus;
  let kubeState: Server;
  let scraping: TestPortal;
  let asking: TestPortal;
  let id: string;
  let secret: string;
  let load: Promise<unknown> | undefined;

  beforeAll(async () => {
    cluster = await startCluster({
      standIns: { engines: { maxRunning: 1, tokensPerSecond: 50 } },
    });
    const knex: Knex = await databases.init('SQLITE_3');
    const { kubeconfig } = cluster;
    scraping = await startPortal({
      kubeconfig,
      knex,
      // Nobody asks the engine anything but the test
      config: { controller: { proofAfterStart: false } },
    });
    const models = new ModelsDriver(() => scraping.as('acme-engineer'));
    await models.waitUntilReady();
    id = await models.createRunning('steady');
    const monitor: ServiceMonitor = JSON.parse(
      await cluster.kubectl(
        'get servicemonitor steady -n models -o json'.split(' '),
      ),
    );
    const { target, server } = await startKubeState();
    kubeState = server;
    prometheus = await startPrometheus({
      cluster,
      monitors: [monitor],
      targets: [target],
    });
    asking = await startPortal({
      kubeconfig,
      knex,
      config: {
        controller: { enabled: false },
        prometheus: { url: prometheus.url },
      },
    });
    secret = (
      await scraping
        .as('acme-engineer')
        .post('/keys')
        .send({ name: 'load' })
        .expect(201)
    ).body.secret;
  });

  afterAll(async () => {
    leaving.abort();
    await load;
    await asking?.stop();
    await scraping?.stop();
    await prometheus?.stop();
    kubeState?.close();
    await cluster?.stop();
  });

  const ask = async (max_tokens: number): Promise<void> => {
    const answer = await fetch(
      `${scraping.url}${ROOT_MOUNT}/openai/v1/chat/completions`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${secret}` },
        body: JSON.stringify({
          model: 'steady',
          max_tokens,
          messages: [{ role: 'user', content: 'hello' }],
        }),
      },
    );
    await answer.text();
  };

  async function keepAsking(): Promise<void> {
    while (!leaving.signal.aborted) {
      await ask(10);
    }
  }

  const read = async (
    portal: TestPortal,
    query: string,
  ): Promise<ModelMetrics> =>
    (
      await portal
        .as('acme-engineer')
        .get(`/${id}/metrics?${query}`)
        .expect(200)
    ).body;

  const raises = async (expr: string) =>
    (await prometheus.query(expr)).length > 0;

  const waitForNumbers = (query: string) =>
    waitFor(`numbers of ${query}`, async () => {
      const found = await prometheus.query(query);
      const isKnown = found.some(({ value }) =>
        Number.isFinite(Number(value[1])),
      );
      return isKnown ? found : undefined;
    });

  // What came in while nobody scraped, or is scraped by one and not yet by the
  // other, would differ: so there is quiet before and behind what is compared.
  // That rates of the same samples are the same, sources.integration shows.
  it('are those that are scraped without it', async () => {
    const query = 'range=10m&step=10m';
    await read(scraping, query);
    await waitFor('Prometheus to know the engine', () =>
      raises('count_over_time(vllm:prompt_tokens_total[10m]) > 1'),
    );
    const asked = [2, 4, 6, 8, 10, 12, 14, 16];
    for (const tokens of asked) {
      await ask(tokens);
    }
    const tellAll = (portal: TestPortal) =>
      waitFor(
        'all of it to be known',
        async () => {
          const metrics = await read(portal, query);
          const told = ratiosOf(metrics);
          // On average nine tokens, and only behind the last request
          return Math.abs(told.generated - 9) < 0.1 ? metrics : undefined;
        },
        { timeoutMs: 60_000, intervalMs: 500 },
      );
    const metrics = [await tellAll(scraping), await tellAll(asking)];
    expect(metrics.map(({ source }) => source)).toEqual([
      'scraped',
      'prometheus',
    ]);
    const [scraped, other] = metrics.map(ratiosOf);
    expect(Object.values(scraped).every(value => value > 0)).toBe(true);
    for (const [name, value] of Object.entries(scraped)) {
      const share = other[name as keyof typeof other] / value;
      expect([name, Math.abs(share - 1) < 0.05, share]).toEqual([
        ...[name, true, share],
      ]);
    }
  });

  it('are what the dashboard of the chart shows', async () => {
    load = Promise.all([1, 2, 3].map(keepAsking));
    const dashboard = JSON.parse(
      readFileSync(path.join(CHART, 'files/dashboard.json'), 'utf8'),
    );
    const queries: string[] = dashboard.panels.flatMap(
      ({ targets = [] }: { targets?: { expr: string }[] }) =>
        targets.map(({ expr }) => expr),
    );
    expect(queries.length).toBeGreaterThan(5);
    const shown = new Map<string, number>();
    for (const expr of queries) {
      const query = expr
        .replaceAll('$__rate_interval', '1m')
        .replaceAll('$namespace', '.*')
        .replaceAll('$model', '.*');
      const result = await waitForNumbers(query);
      if (expr.includes('added_latency')) {
        result.forEach(({ metric, value }) =>
          shown.set(metric.part, Number(value[1])),
        );
      }
    }
    // Halfway through the bucket in which 95 of 100 are
    expect(Object.fromEntries(shown)).toEqual({
      request: expect.closeTo(0.0075, 6),
      answer: expect.closeTo(1.75, 6),
    });
  });

  it('raise the alerts of the chart, each in its trouble', async () => {
    const rendered = await runHelm([
      'template',
      'portal',
      CHART,
      '--namespace=portal',
      '--set=models.namespace=models',
      '--show-only=templates/monitoring/prometheusrule.yaml',
      '--set=monitoring.prometheusRule.enabled=true',
      '--set=portal.database.url=postgres://database',
      '--set=fullnameOverride=portal',
    ]);
    const { spec } = readYaml(rendered) as any;
    const rules: { alert: string; expr: string }[] = spec.groups.flatMap(
      (group: any) => group.rules,
    );
    expect(rules.length).toBeGreaterThan(4);
    for (const { alert, expr } of rules) {
      // An engine of the test is neither that slow nor that busy
      const reached = expr.replace(/> (50|10)$/m, '> 0.001');
      await waitFor(`${alert} by ${reached}`, () => raises(reached), {
        intervalMs: 500,
      });
    }
    const raisedBy = async (alert: string, change = (expr: string) => expr) => {
      const { expr } = rules.find(rule => rule.alert === alert)!;
      const raised = await prometheus.query(change(expr));
      return raised
        .map(
          ({ metric: { deployment, cluster: name, part } }) =>
            deployment ?? name ?? part,
        )
        .sort();
    };
    expect(await raisedBy('ModelsClusterUnreachable')).toEqual(['away']);
    expect(await raisedBy('ModelsPortalAddsLatency')).toEqual(['answer']);
    // where nobody scrapes the portal, nothing tells its models from others
    const withoutPortal = (expr: string) =>
      expr.replaceAll('organization_models_model_info', 'nobody_scrapes_it');
    for (const [alert, ours, stranger] of [
      ['ModelWithoutReplica', 'none', 'stranger'],
      ['ModelBelowItsReplicas', 'fewer', 'strange-few'],
      ['ModelCrashes', 'none', 'stranger'],
    ]) {
      expect([alert, await raisedBy(alert)]).toEqual([alert, [ours]]);
      expect(await raisedBy(alert, withoutPortal)).toEqual(
        [ours, stranger].sort(),
      );
    }
  });
});

type Labels = Record<string, string | undefined>;

/** What does not depend on when something is scraped. */
function ratiosOf({ series }: ModelMetrics) {
  const latest = (metric: string, labels?: Labels) =>
    latestOf(series, metric, labels) ?? NaN;
  // There is a series of each outcome besides
  const requests = latest('requests', { outcome: undefined });
  return {
    generated: latest('generated_tokens') / requests,
    prompt: latest('prompt_tokens') / requests,
    ready: latest('replicas_ready'),
    latency: latest('latency', { quantile: '0.95' }),
    firstToken: latest('time_to_first_token', { quantile: '0.95' }),
  };
}

/** The last value; of several series, their sum. */
function latestOf(
  series: MetricSeries[],
  metric: string,
  labels: Labels = {},
): number | undefined {
  const values = series
    .filter(
      one =>
        one.metric === metric &&
        Object.entries(labels).every(
          ([name, value]) => one.labels?.[name] === value,
        ),
    )
    .flatMap(({ points }) => points?.at(-1)?.value ?? []);
  return values.length > 0
    ? values.reduce((sum, value) => sum + value, 0)
    : undefined;
}
