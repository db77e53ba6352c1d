import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { FIXABLE, findFix } from '../../domain/diagnosis/findFix';
import { makeFinding } from '../../domain/diagnosis/makeFinding';
import type { NodeFacts } from '../../domain/facts/ClusterFacts';
import type { ReasonCode } from '../../domain/reasons/catalogue';
import type { Policy } from '../../domain/policy/Policy';
import type { StoredSpec } from '../../domain/facts/ResolvedModel';
import { PolicyGuard } from '../acceptance/PolicyGuard';
import { offerFixes } from './offerFixes';

type Config = NonNullable<StoredSpec['deployment_config']>;
type Case = { found?: Record<string, string>; config?: Config };

/** Of every code for which a fix may be computed, one that is. */
const CASES: Record<string, Case> = {
  ContextTooLong: { found: { tokens: '32640' } },
  ContextBeyondModel: { found: { known: 'max_position_embeddings=2048' } },
  UnknownArgument: {
    found: { arguments: '--enforce-eagr' },
    config: { extra_args: ['--enforce-eagr'] },
  },
  RemovedArgument: {
    found: { arguments: '--task embed' },
    config: { args: ['a/b', '--task', 'embed'] },
  },
  InvalidArgument: {
    found: { options: '--dtype', value: 'haf', choices: "'auto', 'half'" },
    config: { extra_args: ['--dtype=haf'] },
  },
  ParserUnknown: {
    found: { kind: 'tool-call', name: 'hermez', choices: 'hermes, mistral' },
    config: { extra_args: ['--tool-call-parser', 'hermez'] },
  },
  EmptyArgument: { config: { args: ['a/b', ''] } },
  TensorParallelInvalid: { found: { size: '3' } },
  TooFewGpus: { found: { world: '2' } },
  ContainerStartFailed: { config: { command: ['vlm'], args: ['serve'] } },
  ScalingMetricRenamed: { found: { metric: 'kv_cache_usage_perc' } },
};

const NODES: NodeFacts[] = ['amd64', 'arm64'].map(arch => ({
  name: arch,
  labels: {
    'kubernetes.io/arch': arch,
    'nvidia.com/gpu.product': 'NVIDIA-L4',
    'nvidia.com/gpu.memory': '23034',
  },
  taints: [],
  unschedulable: false,
  ready: true,
  allocatable: { cpu: 32, memory: 2 ** 38, pods: 110, 'nvidia.com/gpu': 4 },
  requested: {},
}));

const GPU = { count: 1, resourceName: 'nvidia.com/gpu' };

function offer(
  code: string,
  { found, config }: Case = {},
  policy: Policy = {},
) {
  const model = buildStoredModel({
    id: 'mdl_1',
    spec: { huggingface_id: 'a/b', deployment_config: config },
  });
  const resolved = {
    ...model.resolved,
    gpu: code === 'NoGpuVisible' ? undefined : GPU,
  };
  const fix = findFix(
    { code, found },
    {
      ...model,
      resolved,
      nodes: NODES,
      pods: [{ node: 'arm64', requests: {} }],
    },
  );
  const guard = new PolicyGuard({
    policies: { common: policy, organizations: new Map() },
    defaults: { image: 'vllm/vllm-openai:v0.32.0', cpu: '2', memory: '16Gi' },
    clusters: [],
  });
  const finding = makeFinding(code as ReasonCode, { evidence: [] });
  const [offered] = offerFixes(model, [{ ...finding, fix }], guard);
  return offered.fix;
}

describe('offerFixes', () => {
  it.each(FIXABLE)('offers a fix for %s, which may be asked for', code => {
    expect(offer(code, CASES[code])).toMatchObject({
      title: expect.any(String),
      body: expect.any(Object),
    });
  });

  it.each<[string, Policy]>([
    ['CustomCode', { arguments: { forbidden: ['--trust-remote-code'] } }],
    ['OutOfMemory', { limits: { memory: '20Gi' } }],
    ['GpuOutOfMemory', { limits: { gpusPerReplica: 1 } }],
  ])('offers none for %s that the policy refuses', (code, policy) => {
    expect(offer(code, CASES[code])).toBeDefined();
    expect(offer(code, CASES[code], policy)).toBeUndefined();
  });
});
