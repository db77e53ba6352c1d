import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { runHelm, useCluster } from '@orgmodels/dev-cluster';
import { readCommands, readFences } from '../docs/readFences';
import { renderPlainManifests } from './renderPlainManifests';

jest.setTimeout(180_000);

const CHECKOUT = path.resolve(__dirname, '../../../..');
const CHART = path.join(CHECKOUT, 'charts/organization-models');
const NAMESPACE = 'portal';

const POSTGRES = 'portal.database.url=postgres://portal:x@db/portal';
const SQLITE = ['portal.database.sqlite.enabled=true', 'portal.replicas=1'];

/** What the documents have people do with Helm. */
const DOCUMENTED = ['docs/install.md', 'charts/organization-models/README.md']
  .flatMap(file =>
    readFences(file, readFileSync(path.join(CHECKOUT, file), 'utf8')),
  )
  .filter(({ language }) => language === 'bash')
  .flatMap(readCommands)
  .filter(command => command.startsWith('helm '));

/** What is set, by what it is for. */
const MATRIX: Record<string, string[]> = {
  'PostgreSQL by URL': [POSTGRES],
  'PostgreSQL by Secret, in schemas': [
    'portal.database.existingSecret=db',
    'portal.database.divisionMode=schema',
  ],
  'SQLite for a trial': SQLITE,
  'an Ingress with TLS': [
    POSTGRES,
    'portal.ingress.enabled=true',
    'portal.ingress.className=nginx',
    'portal.ingress.host=portal.example.com',
    'portal.ingress.tlsSecret=portal-tls',
  ],
  'an HTTPRoute': [
    POSTGRES,
    'portal.httpRoute.enabled=true',
    'portal.httpRoute.parentRefs[0].name=public',
    'portal.httpRoute.hostnames[0]=portal.example.com',
  ],
  'all of monitoring': [
    POSTGRES,
    'monitoring.metrics.port=9464',
    'monitoring.serviceMonitor.enabled=true',
    'monitoring.prometheusRule.enabled=true',
    'monitoring.prometheusRule.alertLabels.team=ml',
    'monitoring.prometheusRule.firstTokenSeconds=0.5',
    'monitoring.dashboard.enabled=true',
    'monitoring.dashboard.annotations.folder=ML',
  ],
  'proxies and a CA': [
    POSTGRES,
    'portal.proxy.https=http://proxy:3128',
    'portal.proxy.noProxy=example.com',
    'portal.caBundleConfigMap=ca',
  ],
  'what pods can have': [
    POSTGRES,
    'portal.extraEnv[0].name=A',
    'portal.extraEnv[0].value=b',
    'portal.extraEnvFrom[0].secretRef.name=auth',
    'portal.extraVolumes[0].name=x',
    'portal.extraVolumes[0].emptyDir.medium=Memory',
    'portal.extraVolumeMounts[0].name=x',
    'portal.extraVolumeMounts[0].mountPath=/x',
    'portal.image.digest=sha256:0000000000000000000000000000000000000000000000000000000000000000',
    'portal.image.pullSecrets[0]=registry',
    'portal.podLabels.team=ml',
    'portal.podAnnotations.note=x',
    'portal.nodeSelector.disk=ssd',
    'portal.tolerations[0].operator=Exists',
    'portal.priorityClassName=system-cluster-critical',
    'portal.topologySpreadConstraints[0].maxSkew=1',
    'portal.topologySpreadConstraints[0].topologyKey=zone',
    'portal.topologySpreadConstraints[0].whenUnsatisfiable=ScheduleAnyway',
    'commonLabels.team=ml',
  ],
  'texts that look like something else': [
    POSTGRES,
    'commonLabels.build=20261129',
    'commonLabels.team=ml',
    'portal.podLabels.team=portal',
    'portal.podAnnotations.prometheus\\.io/scrape=true',
    'portal.nodeSelector.gpu=false',
    'portal.extraEnv[0].name=A',
    'portal.extraEnv[0].value=1',
    'portal.image.pullSecrets[0].name=registry',
    'serviceAccount.annotations.number=1000000',
  ],
  'several hosts': [
    POSTGRES,
    'portal.ingress.enabled=true',
    'portal.ingress.host=portal.example.com',
    'portal.ingress.extraHosts={*.example.org,models.example.com}',
    'portal.ingress.path=/portal',
    'portal.ingress.tlsSecret=portal-tls',
    'portal.ingress.extraTls[0].secretName=other',
    'portal.ingress.extraTls[0].hosts={x.example.net}',
  ],
  'users that OpenShift gives': [
    POSTGRES,
    'portal.podSecurityContext.runAsUser=null',
    'portal.podSecurityContext.runAsGroup=null',
    'portal.podSecurityContext.fsGroup=null',
  ],
  'sections that are taken away': [
    POSTGRES,
    'portal.ingress=null',
    'portal.resources=null',
    'portal.database.sqlite=null',
    'models.pods=null',
    'monitoring=null',
  ],
  'people of Jan Server': [POSTGRES, 'models.namespace=jan-models'],
  'a quota and a class': [
    POSTGRES,
    'models.resourceQuota.requests\\.nvidia\\.com/gpu=8',
    'models.defaultStorageClass=fast',
    'models.pods.labels.team=ml',
    'models.pods.imagePullSecrets={registry}',
  ],
  'a namespace for each organization': [
    POSTGRES,
    'models.namespaces=perOrganization',
  ],
  'a portal that only shows': [POSTGRES, 'models.rbac.level=read'],
  'no models in this cluster': [POSTGRES, 'models.enabled=false'],
  'rights that somebody else gives': [
    POSTGRES,
    'models.rbac.create=false',
    'serviceAccount.create=false',
    'serviceAccount.name=portal',
    'models.networkPolicy.enabled=false',
  ],
  'an existing Backstage elsewhere': [
    'portal.enabled=false',
    'serviceAccount.tokenSecret=true',
    'models.rbac.portForward=true',
  ],
};

const set = (values: string[]) => values.flatMap(value => ['--set', value]);

const template = (values: string[]) =>
  runHelm(['template', 'models', CHART, '-n', NAMESPACE, ...set(values)]);

const refusal = (values: string[]) =>
  template(values).then(
    () => 'rendered',
    error => String(error.stderr),
  );

describe('the chart', () => {
  it.each(Object.entries(MATRIX))(
    'passes helm lint with %s',
    async (_, values) => {
      const said = await runHelm(['lint', CHART, '--strict', ...set(values)]);
      expect(said).toContain('0 chart(s) failed');
    },
  );

  it.each([
    [
      'portal.replcias=3',
      /portal\.replcias .* did you mean portal\.replicas\?/,
    ],
    ['portals.enabled=true', /portals .* did you mean portal\?/],
    ['models.nameSpace=x', /did you mean models\.namespace\?/],
    ['models.storageClass=x', /did you mean models\.defaultStorageClass\?/],
    ['portal.ingress.hosts=x', /did you mean portal\.ingress\.host\?/],
    [
      'models.rbac.qqq=x',
      /models\.rbac\.qqq .*; there are create, level, portForward/,
    ],
    [
      'portal.replicas=two',
      /at '\/portal\/replicas': got string, want integer/,
    ],
    ['models.rbac.level=all', /must be one of 'manage', 'read'/],
    ['portal.database.existingSecret=x', /exactly one of url, existingSecret/],
    ['models.namespace=portal', /models have a namespace of their own/],
    ['monitoring.serviceMonitor.enabled=true', /needs monitoring.metrics.port/],
    ['models.pods.label.a=b', /did you mean models\.pods\.labels\?/],
    ['enabled=false', /set portal\.enabled or models\.enabled/],
    ['commonLabels.app\\.kubernetes\\.io/name=x', /its pods; nameOverride/],
    [
      'portal.podAnnotations.prometheus.io/scrape=true',
      /at '\/portal\/podAnnotations\/prometheus': got object, want/,
    ],
    [
      'models.networkPolicy.egressPorts={https}',
      /at '\/models\/networkPolicy\/egressPorts\/0': got string, want integer/,
    ],
    ['models.resourceQuota.limits\\.cpu=8', /take requests\.cpu/],
    ['serviceAccount.create=false', /serviceAccount\.name is needed/],
    ['serviceAccount.namespace=x', /run in portal, where their account/],
    ['portal.terminationGracePeriodSeconds=5', /has to be longer than/],
    ['portal.ingress.enabled=true', /portal\.ingress\.host needs a name/],
  ])('refuses %s, and says what to do', async (value, expected) => {
    expect(await refusal([POSTGRES, value])).toMatch(expected);
  });

  it.each(['portal.resources.limits.cpu=1', 'models.pods.env.A=b'])(
    'takes what maps of anything hold: %s',
    async value => {
      expect(await refusal([POSTGRES, value])).toBe('rendered');
    },
  );

  it('lays the configuration of its users over its own', async () => {
    const rendered = await template([
      POSTGRES,
      'portal.ingress.enabled=true',
      'portal.ingress.host=portal.example.com',
      'portal.appConfig.backend.listen.port=8080',
      'portal.appConfig.auth.environment=x',
    ]);
    const config = readObjects(rendered).find(
      ({ kind, data }) => kind === 'ConfigMap' && data['app-config.chart.yaml'],
    );
    expect(
      parseAllDocuments(config.data['app-config.chart.yaml'])[0].toJS(),
    ).toMatchObject({
      app: { baseUrl: 'http://portal.example.com' },
      auth: { environment: 'x' },
      backend: {
        listen: { host: '0.0.0.0', port: 8080 },
        database: { client: 'pg', connection: '${DATABASE_URL}' },
      },
      organizationModels: { clusters: [{ inCluster: true }] },
    });
  });

  it.each(DOCUMENTED)('takes %s', async command => {
    const [, verb, name, chart, ...options] = command.split(' ');
    expect([verb, chart]).toEqual(['install', path.relative(CHECKOUT, CHART)]);
    const made = await runHelm(['template', name, CHART, ...options]);
    const kinds = parseAllDocuments(made).map(each => each.get('kind'));
    expect(kinds).toContain('ClusterRole');
    expect(kinds.includes('Deployment')).toBe(
      !options.includes('portal.enabled=false'),
    );
  });

  it('has plain manifests that are its own', async () => {
    // `./dev yarn build:docs` renews them
    for (const { file, content } of await renderPlainManifests(CHECKOUT)) {
      expect(readFileSync(path.join(CHECKOUT, file), 'utf8')).toBe(content);
    }
  });
});

describe('in a cluster', () => {
  const cluster = useCluster({ crds: ['prometheusOperator', 'gatewayApi'] });
  const helm = (...args: string[]) =>
    runHelm([...args, '-n', NAMESPACE], { kubeconfig: cluster.kubeconfig });
  const names = async (kind: string, namespace: string) =>
    (await cluster.kubectl(['get', kind, '-n', namespace, '-o=name'])).trim();

  beforeAll(async () => {
    for (const namespace of ['aibrix-system', 'jan-models', 'dry-run']) {
      await cluster.kubectl(['create', 'namespace', namespace]);
    }
    await cluster.kubectl(['create', '-f', '-'], {
      input: `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"${NAMESPACE}",
        "labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}`,
    });
  });

  it.each(Object.entries(MATRIX))(
    'the API server takes every object with %s',
    async (_, values) => {
      // Nothing is there when it is a dry run, the models' namespace neither
      const own = values.some(value => value.startsWith('models.namespace='))
        ? []
        : ['models.namespace=dry-run'];
      const rendered = await template([...values, ...own]);
      const objects = readObjects(rendered);
      expect(objects.length).toBeGreaterThan(1);
      const dryRun = await cluster.kubectl(
        [
          ...['apply', '--server-side', '--dry-run=server'],
          ...['--validate=strict', '--force-conflicts', '-f', '-'],
        ],
        { input: rendered },
      );
      expect(dryRun.trim().split('\n')).toHaveLength(objects.length);
    },
  );

  it('the API server takes every object of a release with a long name', async () => {
    const release = `1.${'x'.repeat(51)}`;
    const values = set([POSTGRES, 'models.namespace=dry-run']);
    const options = ['-n', NAMESPACE, ...values];
    const rendered = await runHelm(['template', release, CHART, ...options]);
    const dryRun = await cluster.kubectl(
      ['apply', '--dry-run=server', '--validate=strict', '-f', '-'],
      { input: rendered },
    );
    expect(dryRun).toContain(`service/r-1-${'x'.repeat(51)}`);
  });

  it.each([
    {
      what: 'a portal of its own',
      values: [POSTGRES],
      says: [
        'service/models-organization-models 7007:80',
        'kubectl delete namespace organization-models\n',
      ],
    },
    {
      what: 'a Backstage in the cluster, and a namespace that was there',
      values: ['portal.enabled=false', 'models.createNamespace=false'],
      says: [
        'which its pod has to run as.',
        'ConfigMap portal/models-organization-models-settings',
        '-n organization-models delete deployments,services',
      ],
    },
    {
      what: 'a Backstage elsewhere, and rights that others give',
      values: [
        'portal.enabled=false',
        'serviceAccount.tokenSecret=true',
        'models.rbac.create=false',
        'models.namespaces=perOrganization',
      ],
      says: [
        'models-organization-models-token.',
        'as serviceAccountToken.',
        'delete namespace -l organization-models.backstage.io/organization',
        'portal/models-organization-models to what docs/rbac.md lists',
      ],
    },
  ])('says what comes next with $what', async ({ values, says }) => {
    const dryRun = ['install', 'models', CHART, '--dry-run=client'];
    const said = await helm(...dryRun, ...set(values));
    const [, notes] = said.split(/^NOTES:$/m);
    for (const sentence of says) {
      expect(notes).toContain(sentence);
    }
  });

  it('is installed, upgraded, rolled back and uninstalled, and models stay', async () => {
    const install = (chart: string) =>
      helm('install', 'models', chart, '--wait', ...set([POSTGRES]));
    expect(await install(copyWithFewerSettings())).toContain('deployed');
    const replicas = () =>
      cluster.kubectl([
        ...['get', 'deployment', 'models-organization-models'],
        ...['-n', NAMESPACE, '-o=jsonpath={.status.readyReplicas}'],
      ]);
    expect(await replicas()).toBe('2');
    await cluster.kubectl([
      ...['create', 'deployment', 'model', '--image=x'],
      ...['-n', 'organization-models'],
    ]);

    const changes = set(['portal.replicas=3']);
    await helm(
      'upgrade',
      'models',
      CHART,
      '--wait',
      '--reuse-values',
      ...changes,
    );
    expect(await replicas()).toBe('3');
    await helm('rollback', 'models', '1', '--wait');
    expect(await replicas()).toBe('2');

    await helm('uninstall', 'models', '--wait');
    expect(await names('deployments', NAMESPACE)).toBe('');
    expect(await names('rolebindings', 'organization-models')).toBe('');
    expect(await names('deployments', 'organization-models')).toBe(
      'deployment.apps/model',
    );
    expect(await names('networkpolicies', 'organization-models')).toBe(
      'networkpolicy.networking.k8s.io/models-organization-models',
    );

    expect(await install(CHART)).toContain('STATUS: deployed');
    expect(await names('rolebindings', 'organization-models')).not.toBe('');
    await helm('uninstall', 'models');
  });
});

/** The chart as a version before might have been. */
function copyWithFewerSettings(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chart-'));
  cpSync(CHART, folder, { recursive: true });
  const values = parse(readFileSync(path.join(CHART, 'values.yaml'), 'utf8'));
  delete values.portal.probes;
  delete values.portal.ingress.extraHosts;
  delete values.models.pods;
  writeFileSync(path.join(folder, 'values.yaml'), stringify(values));
  return folder;
}

function readObjects(rendered: string): any[] {
  return parseAllDocuments(rendered)
    .map(document => document.toJS())
    .filter(Boolean);
}
