import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { runHelm } from '@orgmodels/dev-cluster';

const CHART = path.resolve(__dirname, '../../../../charts/organization-models');
const POSTGRES = { portal: { database: { url: 'postgres://db/portal' } } };

/** What helm makes of values, which are given as JSON, and so as people write them. */
async function render(
  values: object,
  { chart = CHART, name = 'models', options = [] as string[] } = {},
): Promise<any[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'values-'));
  const file = path.join(folder, 'values.yaml');
  writeFileSync(file, JSON.stringify(values));
  const rendered = await runHelm([
    ...['template', name, chart, '-n', '10', '-f', file, ...options],
  ]);
  return parseAllDocuments(rendered, { version: '1.1' })
    .map(document => document.toJS())
    .filter(Boolean);
}

const withPortal = (portal: object) => ({
  portal: { ...POSTGRES.portal, ...portal },
});

const find = (objects: any[], kind: string) =>
  objects.find(object => object.kind === kind);

const readConfig = (objects: any[]) =>
  parse(
    objects.find(({ data }) => data?.['app-config.chart.yaml']).data[
      'app-config.chart.yaml'
    ],
  );

describe('values as people write them', () => {
  it('gives Services names that Kubernetes takes, whatever the release is called', async () => {
    for (const [name, expected] of [
      ['12', 'r-12-organization-models'],
      ['eu.models', 'eu-models-organization-models'],
      ['x'.repeat(53), `${'x'.repeat(53)}-organizat`],
    ]) {
      const objects = await render(POSTGRES, { name });
      const { metadata, spec } = find(objects, 'Service');
      expect(metadata.name).toBe(expected);
      expect(metadata.namespace).toBe('10');
      expect(spec.selector['app.kubernetes.io/instance']).toBe(name);
      expect(find(objects, 'ClusterRole').metadata.name).toBe(`10-${expected}`);
    }
  });

  it('makes texts of numbers and booleans, and one label of two', async () => {
    const objects = await render({
      commonLabels: { build: 20261129, team: 'ml' },
      ...withPortal({
        podLabels: { team: 'portal' },
        podAnnotations: { 'prometheus.io/scrape': true, share: 0.5 },
        extraEnv: [
          { name: 'A', value: 1000000 },
          { name: 'B', value: 'a: b\nc' },
          { name: 'C', valueFrom: { secretKeyRef: { name: 'c', key: 'c' } } },
        ],
        image: { pullSecrets: ['a', { name: 'b' }] },
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone' }],
      }),
    });
    const { metadata, spec } = find(objects, 'Deployment').spec.template;
    expect(metadata.labels).toMatchObject({
      build: '20261129',
      team: 'portal',
    });
    expect(metadata.annotations).toMatchObject({
      'prometheus.io/scrape': 'true',
      share: '0.5',
    });
    expect(spec.containers[0].env).toEqual(
      expect.arrayContaining([
        { name: 'A', value: '1000000' },
        { name: 'B', value: 'a: b\nc' },
        { name: 'C', valueFrom: { secretKeyRef: { name: 'c', key: 'c' } } },
      ]),
    );
    expect(spec.imagePullSecrets).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(spec.topologySpreadConstraints).toMatchObject([
      {
        labelSelector: { matchLabels: find(objects, 'Service').spec.selector },
      },
    ]);
  });

  it('lays false, empty lists and null over its own configuration', async () => {
    const objects = await render(
      withPortal({
        appConfig: {
          backend: { cors: { origin: ['https://a', 'https://b'] } },
          organizationModels: { clusters: [], controller: { enabled: false } },
        },
      }),
    );
    expect(readConfig(objects)).toMatchObject({
      backend: {
        baseUrl: 'http://localhost:7007',
        cors: { origin: ['https://a', 'https://b'] },
      },
      organizationModels: { clusters: [], controller: { enabled: false } },
    });
  });

  it.each([
    [undefined, 7007],
    [{ port: 8080 }, 8080],
    [':9090', 9090],
  ])('is probed where it listens: %j', async (listen, port) => {
    const appConfig = { backend: listen ? { listen } : {} };
    const objects = await render(withPortal({ appConfig }));
    const [{ ports }] = find(objects, 'Deployment').spec.template.spec
      .containers;
    expect(ports).toEqual([{ name: 'http', containerPort: port }]);
  });

  it('has the path and each name of an Ingress', async () => {
    const objects = await render(
      withPortal({
        ingress: {
          enabled: true,
          host: 'portal.example.com',
          extraHosts: ['*.example.org'],
          path: '/portal',
          tlsSecret: 'tls',
        },
      }),
    );
    expect(readConfig(objects).app.baseUrl).toBe(
      'https://portal.example.com/portal',
    );
    const { tls, rules } = find(objects, 'Ingress').spec;
    const hosts = ['portal.example.com', '*.example.org'];
    expect(tls).toEqual([{ hosts, secretName: 'tls' }]);
    expect(rules.map(({ host }: { host: string }) => host)).toEqual(hosts);
  });

  it('says nothing of timeouts to a Gateway API that knows none', async () => {
    const httpRoute = {
      enabled: true,
      parentRefs: [{ name: 'public' }],
      hostnames: ['portal.example.com'],
    };
    const rule = async (more: object) =>
      find(
        await render(withPortal({ httpRoute: { ...httpRoute, ...more } })),
        'HTTPRoute',
      ).spec.rules[0];
    expect((await rule({})).timeouts).toEqual({ request: '0s' });
    expect(await rule({ requestTimeout: '' })).not.toHaveProperty('timeouts');
  });

  it('says what an older Kubernetes lacks', async () => {
    const own = { ...POSTGRES, models: { namespaces: 'perOrganization' } };
    const options = ['--kube-version=1.29.3'];
    await expect(render(own, { options })).rejects.toThrow(
      /needs Kubernetes 1\.30.*this is v1\.29\.3/,
    );
    await render(POSTGRES, { options });
  });

  it.each([
    { networkPolicy: { enabled: false } },
    { limitRange: { enabled: false } },
    { podSecurity: 'baseline' },
    { resourceQuota: { 'requests.cpu': 8 } },
  ])('refuses what namespaces of organizations would not have: %j', models =>
    expect(
      render({
        ...POSTGRES,
        models: { namespaces: 'perOrganization', ...models },
      }),
    ).rejects.toThrow(/for the shared namespace/),
  );

  it('tells the portal where the models of organizations may go', async () => {
    const networkPolicy = {
      egressExcept: ['10.0.0.0/8'],
      egressPorts: [443, 8443],
    };
    const objects = await render({
      ...POSTGRES,
      models: { namespaces: 'perOrganization', networkPolicy },
    });
    expect(
      readConfig(objects).organizationModels.clusters[0].networkPolicy,
    ).toMatchObject({ ...networkPolicy, egressCidrs: ['0.0.0.0/0', '::/0'] });
  });

  it('is a part of other charts, by another name and only where it is asked for', async () => {
    const parent = mkdtempSync(path.join(tmpdir(), 'parent-'));
    const dependency = {
      name: 'organization-models',
      version: '*',
      repository: '',
      alias: 'ai',
      condition: 'ai.enabled',
    };
    const chart = { apiVersion: 'v2', name: 'platform', version: '1.0.0' };
    mkdirSync(path.join(parent, 'charts'));
    cpSync(CHART, path.join(parent, 'charts/organization-models'), {
      recursive: true,
    });
    writeFileSync(
      path.join(parent, 'Chart.yaml'),
      JSON.stringify({ ...chart, dependencies: [dependency] }),
    );
    const values = { global: { imageRegistry: 'x' }, ai: POSTGRES };
    const of = (enabled: boolean) =>
      render({ ...values, ai: { ...values.ai, enabled } }, { chart: parent });
    const deployment = find(await of(true), 'Deployment');
    expect(deployment.metadata.name).toBe('models-ai');
    expect(await of(false)).toEqual([]);
  });
});

it.each(
  readdirSync(path.join(CHART, 'templates'), {
    recursive: true,
    encoding: 'utf8',
  }).filter(file => /\.(yaml|txt)$/.test(file)),
)('%s looks at no value before all are there', file => {
  const template = readFileSync(path.join(CHART, 'templates', file), 'utf8');
  expect(template).toMatch(/^\{\{- include "orgmodels\.prepare" \. -\}\}\n/);
});
