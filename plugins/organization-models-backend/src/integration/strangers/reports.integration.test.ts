import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Hub, startHub, useCluster } from '@orgmodels/dev-cluster';
import { databases } from '../../__testUtils__/databases';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { sidecarPolicy } from '../../__testUtils__/sidecarPolicy';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';
import { type Report, REPORTS } from './__testUtils__/reports';

jest.setTimeout(120_000);

/** Keeps the nodes of the reports to themselves. */
const ONLY = 'report';

/** What else there is in the cluster. */
const PLACE = {
  /** Of the pods that a mesh adds to. */
  matches:
    'object.spec.?nodeSelector.orValue({}).exists(key, object.spec.nodeSelector[key].endsWith("a-sidecar-that-has-no-room"))',
  claim: {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'report-one-pod', namespace: 'models' },
    spec: {
      accessModes: ['ReadWriteOncePod'],
      resources: { requests: { storage: '50Gi' } },
    },
  },
};

describe('what people ran into elsewhere', () => {
  const cluster = useCluster({ crds: ['aibrix'] });
  const engineer = () => portal.as('acme-engineer');
  let hub: Hub;
  let portal: TestPortal;

  beforeAll(async () => {
    hub = await startHub({ modelsDirectories: [writeModels()] });
    const nodes = Object.entries(REPORTS).flatMap(([name, { node }]) =>
      node ? [buildNode(toName(name), node)] : [],
    );
    await cluster.kubectl(['apply', '-f', '-'], {
      input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: nodes }),
    });
    await cluster.kubectl([
      ...['wait', 'node', '-l', ONLY, '--for=condition=Ready'],
      '--timeout=60s',
    ]);
    await cluster.kubectl(['create', 'namespace', 'models']);
    const { matches, claim } = PLACE;
    for (const object of [
      sidecarPolicy({ matches, cpu: '"100m"', memory: '"128Mi"' }),
      claim,
    ]) {
      await cluster.kubectl(['apply', '-f', '-'], {
        input: JSON.stringify(object),
      });
    }
    portal = await startPortal({
      kubeconfig: cluster.kubeconfig,
      knex: await databases.init('SQLITE_3'),
      config: { hub: { url: hub.url } },
    });
    await new ModelsDriver(engineer).waitUntilReady();
  });

  afterAll(async () => {
    await portal?.stop();
    await hub?.stop();
  });

  it.each(Object.entries(REPORTS))('%s', async (name, report) => {
    const { status, body } = await engineer()
      .post('/?dry_run=true')
      .send(toBody(name, report));
    expect(findWrong(report.expected, { status, body })).toEqual([]);
  });
});

/** What of an answer is another than it should be, and the answer. */
function findWrong(
  expected: Report['expected'],
  { status, body }: { status: number; body: any },
): string[] {
  const { error, warnings, fit, model } = body;
  const shown = JSON.stringify(error ?? { warnings, fit });
  const { deployment_config: config = {} } = model ?? {};
  const fields = (error?.details as { field: string }[] | undefined) ?? [];
  const checks: Record<string, boolean | undefined> = {
    status: status === expected.status,
    says: expected.says?.test(shown),
    not: expected.not && !expected.not.test(JSON.stringify(body)),
    field: expected.field
      ? fields.length === 1 && fields[0].field.startsWith(expected.field)
      : undefined,
    code: expected.code ? error?.code === expected.code : undefined,
    gpus: expected.gpus ? config.gpu_count === expected.gpus : undefined,
    runtime: expected.runtime ? config.runtime === expected.runtime : undefined,
    on: expected.on?.test(fit?.best_nodes[0]?.node_name),
  };
  return Object.entries(checks).flatMap(([check, isRight]) =>
    isRight === false ? [`${check}: ${status} ${shown}`] : [],
  );
}

// what the hub says of it, as far as it matters
function writeModels(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'reports-'));
  const model = path.join(folder, 'meta-llama/Llama-4-Scout-17B-16E-Instruct');
  mkdirSync(model, { recursive: true });
  const files = {
    'config.json': {
      architectures: ['Llama4ForConditionalGeneration'],
      model_type: 'llama4',
      text_config: {
        model_type: 'llama4_text',
        attention_chunk_size: 8192,
        head_dim: 128,
        hidden_size: 5120,
        intermediate_size: 8192,
        intermediate_size_mlp: 16384,
        interleave_moe_layer_step: 1,
        max_position_embeddings: 10_485_760,
        no_rope_layers: [],
        num_attention_heads: 40,
        num_experts_per_tok: 1,
        num_hidden_layers: 48,
        num_key_value_heads: 8,
        num_local_experts: 16,
        vocab_size: 202_048,
      },
    },
    'hub.json': { safetensors: { parameters: { BF16: 108_641_793_536 } } },
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(model, name), JSON.stringify(content));
  }
  return folder;
}

function toName(report: string): string {
  return `report-${report.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

function toBody(name: string, { body, node }: Report) {
  const config = body.deployment_config as object;
  return {
    name: 'report',
    model_type: 'chat',
    ...body,
    deployment_config: {
      ...config,
      ...(node && {
        node_selector: { [ONLY]: toName(name) },
        tolerations: [{ key: ONLY, operator: 'Exists' }],
      }),
    },
  };
}

function buildNode(
  name: string,
  { labels, has, taints = [] }: NonNullable<Report['node']>,
) {
  const amounts = { cpu: '64', memory: '512Gi', pods: '110' };
  const allocatable = {
    ...amounts,
    ...Object.fromEntries(
      Object.entries(has).map(([resource, count]) => [resource, `${count}`]),
    ),
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        [ONLY]: name,
        ...labels,
      },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    spec: {
      taints: [{ key: ONLY, value: 'true', effect: 'NoSchedule' }, ...taints],
    },
    status: { allocatable, capacity: allocatable },
  };
}
