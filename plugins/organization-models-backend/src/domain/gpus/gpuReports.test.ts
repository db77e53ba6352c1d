import {
  parseArchitecture,
  type ModelFacts,
} from '@orgmodels/backstage-plugin-organization-models-common';
import {
  buildNode,
  type NodeOptions,
} from '../placement/__testUtils__/buildNode';
import type { StoredSpec } from '../facts/ResolvedModel';
import { chooseGpus } from './chooseGpus';
import { DEFAULT_GPU_CONFIG } from './gpuConfig';
import { modelRequirements } from './gpuRequirements';
import { findRuntime } from '../engines/findRuntime';
import { imageRequirements } from './imageRequirements';
import { listGpus } from './listGpus';

const GI = 2 ** 30;
const gfd = (
  product: string,
  memory: number,
  compute: string,
  more: Record<string, string> = {},
) => ({
  'kubernetes.io/arch': 'amd64',
  'nvidia.com/gpu.product': product,
  'nvidia.com/gpu.memory': String(memory),
  'nvidia.com/gpu.compute.major': compute.split('.')[0],
  'nvidia.com/gpu.compute.minor': compute.split('.')[1],
  'nvidia.com/cuda.driver-version.major': '580',
  ...more,
});
const node = (name: string, labels: Record<string, string>, gpus = 4) =>
  buildNode(name, { labels, allocatable: { 'nvidia.com/gpu': gpus } });

const t4 = node('t4', gfd('Tesla-T4', 15360, '7.5'));
const v100 = node('v100', gfd('Tesla-V100-SXM2-32GB', 32768, '7.0'));
const a100 = node('a100', gfd('NVIDIA-A100-SXM4-80GB', 81920, '8.0'));
const h100 = node('h100', gfd('NVIDIA-H100-80GB-HBM3', 81559, '9.0'));
const oldDriver = node(
  'old',
  gfd('NVIDIA-H100-80GB-HBM3', 81559, '9.0', {
    'nvidia.com/cuda.driver-version.major': '550',
  }),
);
const gh200 = node(
  'gh200',
  gfd('NVIDIA-GH200-480GB', 97871, '9.0', { 'kubernetes.io/arch': 'arm64' }),
);

const shape = {
  hidden_size: 2880,
  intermediate_size: 2880,
  num_hidden_layers: 24,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  head_dim: 64,
  vocab_size: 201088,
  max_position_embeddings: 8192,
};
const factsOf = (config: object, bytes = 13e9): ModelFacts => ({
  architecture: parseArchitecture({ ...shape, ...config }),
  weights: { parameters: { BF16: bytes / 2 }, totalBytes: bytes },
});
const quantized = (quant_method: string) =>
  factsOf({ model_type: 'gpt_oss', quantization_config: { quant_method } });
const plain = factsOf({ model_type: 'llama' });

function choose(
  nodes: ReturnType<typeof node>[],
  {
    facts = plain,
    image = 'vllm/vllm-openai:v0.32.0',
    version = /v(\d+\.\d+\.\d+)/.exec(image)?.[1] ?? '0.32.0',
    gpu = {},
  }: {
    facts?: ModelFacts;
    image?: string;
    version?: string;
    gpu?: object;
  } = {},
) {
  const spec = {
    name: 'm',
    model_type: 'chat',
    requirements: { gpu },
  } as StoredSpec;
  return chooseGpus(spec, {
    nodes,
    facts,
    config: DEFAULT_GPU_CONFIG,
    requirements: [
      ...imageRequirements(findRuntime('vllm').readImage(image)),
      ...modelRequirements(facts, version),
    ],
  });
}

describe('what image and model need of a GPU', () => {
  it.each([
    [
      'mxfp4 on a T4',
      [t4],
      { facts: quantized('mxfp4') },
      'GpuTooOld',
      /mxfp4 .* compute capability 8\.0 .* Tesla-T4 on t4 has compute capability 7\.5/,
    ],
    [
      'fp_quant on an H100',
      [h100],
      { facts: quantized('fp_quant') },
      'GpuTooOld',
      /10\.0/,
    ],
    [
      'AWQ on a V100',
      [v100],
      { facts: quantized('awq'), image: 'vllm/vllm-openai:v0.8.5' },
      'GpuTooOld',
      /awq .* 7\.5/,
    ],
    [
      'Gemma 3 on a T4',
      [t4],
      { facts: factsOf({ model_type: 'gemma3_text' }) },
      'GpuTooOld',
      /bfloat16.*--dtype=float32/,
    ],
    [
      'bfloat16 on a T4 with an engine that keeps to it',
      [t4],
      { image: 'vllm/vllm-openai:v0.8.5' },
      'GpuTooOld',
      /--dtype=half/,
    ],
    [
      'a build for CUDA 12.8 on a V100',
      [v100],
      { image: 'vllm/vllm-openai:v0.10.2', version: '0.10.2' },
      'GpuTooOld',
      /CUDA 12\.8.*v0\.8\.5/,
    ],
    ['a build for CUDA 13 on a V100', [v100], {}, 'GpuTooOld', /CUDA 13\.0/],
    [
      'a build for CUDA 13 over driver 550',
      [oldDriver],
      {},
      'DriverTooOld',
      /driver 580 or newer.*has driver 550.*-cu129/,
    ],
    [
      'an image for amd64 on arm64',
      [gh200],
      { image: 'vllm/vllm-openai:v0.8.5' },
      'WrongArchitecture',
      /architecture amd64.*has the processor architecture arm64/,
    ],
    [
      'fp8 without units for it',
      [a100],
      { facts: quantized('fp8') },
      'QuantizationFallback',
      /8\.0.*slower/,
    ],
  ])('warns of %s', (_, nodes, options, code, message) => {
    const { warnings } = choose(nodes, options);
    expect(warnings).toContainEqual(
      expect.objectContaining({
        code,
        message: expect.stringMatching(message),
      }),
    );
  });

  it.each([
    ['mxfp4 on an A100', [a100], { facts: quantized('mxfp4') }],
    ['fp8 on an H100', [h100], { facts: quantized('fp8') }],
    ['bfloat16 on a T4 with an engine that picks', [t4], {}],
    [
      'CUDA 12 over driver 550',
      [oldDriver],
      { image: 'vllm/vllm-openai:v0.32.0-cu129' },
    ],
    [
      'CUDA 12.4 on a V100',
      [v100],
      {
        image: 'vllm/vllm-openai:v0.8.5',
        facts: { ...plain, weights: undefined },
      },
    ],
    ['an image for both on arm64', [gh200], {}],
    ['an image of which nothing is known', [gh200], { image: 'acme/engine:1' }],
    [
      'nodes which tell nothing',
      [node('bare', { 'nvidia.com/gpu.product': 'ACME-X' })],
      { facts: quantized('mxfp4') },
    ],
  ])('is content with %s', (_, nodes, options) => {
    const codes = choose(nodes, options).warnings.map(({ code }) => code);
    expect(codes).not.toContain('GpuTooOld');
    expect(codes).not.toContain('DriverTooOld');
    expect(codes).not.toContain('WrongArchitecture');
    expect(codes).not.toContain('QuantizationFallback');
  });

  it.each([
    [
      'by product',
      [t4, a100],
      { facts: quantized('mxfp4') },
      [{ labelKey: 'nvidia.com/gpu.product', values: ['Tesla-T4'] }],
    ],
    [
      'by driver',
      [oldDriver, h100],
      {},
      [{ labelKey: 'nvidia.com/cuda.driver-version.major', values: ['550'] }],
    ],
    [
      'by processor',
      [gh200, h100],
      { image: 'vllm/vllm-openai:v0.10.0' },
      [{ labelKey: 'kubernetes.io/arch', values: ['arm64'] }],
    ],
  ])(
    'keeps off such nodes where there are others: %s',
    (_, nodes, options, exclusions) => {
      const choice = choose(nodes, options);
      expect(choice).toMatchObject({ kind: 'gpu', gpu: { exclusions } });
      expect(choice.warnings).toEqual([]);
    },
  );
});

describe('GPUs of which little is said', () => {
  const bare = node('bare', {});

  it('may be of the wanted type, which is said', () => {
    const choice = choose([bare], { gpu: { gpu_type: 'H100' } });
    expect(choice).toMatchObject({ kind: 'gpu', gpu: { affinity: undefined } });
    expect(choice.warnings).toContainEqual(
      expect.objectContaining({ code: 'UnknownGpuType' }),
    );
  });

  it('are not asked where others are of the type, or all say what they are', () => {
    expect(choose([bare, h100], { gpu: { gpu_type: 'H100' } })).toMatchObject({
      gpu: { affinity: { values: ['NVIDIA-H100-80GB-HBM3'] } },
    });
    expect(choose([t4], { gpu: { gpu_type: 'H100' } })).toMatchObject({
      kind: 'problem',
    });
  });
});

describe('labels of clouds', () => {
  const cases: [string, NodeOptions['labels'], object][] = [
    [
      'CoreWeave',
      { 'gpu.nvidia.com/model': 'GH200_480GB', 'gpu.nvidia.com/vram': '97' },
      {
        product: 'GH200_480GB',
        memoryBytes: 96 * GI,
        capability: { compute: 9 },
      },
    ],
    [
      'Google',
      { 'cloud.google.com/gke-accelerator': 'nvidia-h100-80gb' },
      { memoryBytes: 80 * GI, capability: { compute: 9 } },
    ],
    [
      'Amazon with Karpenter',
      {
        'karpenter.k8s.aws/instance-gpu-name': 'a10g',
        'karpenter.k8s.aws/instance-gpu-memory': '24576',
      },
      { product: 'a10g', memoryBytes: 24 * GI, capability: { compute: 8.6 } },
    ],
    [
      'Amazon by the kind of machine',
      { 'node.kubernetes.io/instance-type': 'p5.48xlarge' },
      {
        product: 'p5.48xlarge',
        alias: 'H100',
        productLabel: 'node.kubernetes.io/instance-type',
        memoryBytes: 80 * GI,
      },
    ],
    [
      'Azure',
      { 'node.kubernetes.io/instance-type': 'Standard_NC24ads_A100_v4' },
      { alias: 'A100-80GB', memoryBytes: 80 * GI, capability: { compute: 8 } },
    ],
    [
      'Oracle',
      { 'node.kubernetes.io/instance-type': 'BM.GPU4.8' },
      { alias: 'A100-40GB', memoryBytes: 40 * GI },
    ],
    [
      'Alibaba',
      {
        'aliyun.accelerator/nvidia_name': 'Tesla-V100-SXM2-16GB',
        'aliyun.accelerator/nvidia_mem': '16160MiB',
      },
      { memoryBytes: 16 * GI, capability: { compute: 7 } },
    ],
    [
      'Volcengine',
      { 'machine.cluster.vke.volcengine.com/gpu-name': 'NVIDIA-L20' },
      { product: 'NVIDIA-L20', memoryBytes: 48 * GI },
    ],
    [
      'DigitalOcean',
      { 'doks.digitalocean.com/gpu-model': 'h100' },
      { product: 'h100', memoryBytes: 80 * GI },
    ],
  ];

  it.each(cases)('of %s', (_, labels, gpu) => {
    const { capability, ...rest } = gpu as { capability?: object };
    expect(listGpus(node('n', labels!))).toMatchObject([
      { ...rest, ...(capability && { capability }) },
    ]);
  });

  it('names the kind of machine by what is in it', () => {
    const aws = node('aws', {
      'node.kubernetes.io/instance-type': 'p5.48xlarge',
    });
    expect(choose([aws, t4], { gpu: { gpu_type: 'H100' } })).toMatchObject({
      gpu: {
        affinity: {
          labelKey: 'node.kubernetes.io/instance-type',
          values: ['p5.48xlarge'],
        },
      },
    });
  });

  it('leaves machines without a known kind to what else is said', () => {
    expect(
      listGpus(node('n', { 'node.kubernetes.io/instance-type': 'c9.large' })),
    ).toMatchObject([{ product: undefined, memoryBytes: undefined }]);
  });
});

describe('cards which pods share', () => {
  const l20 = gfd('NVIDIA-L20', 46068, '8.9', {
    'nvidia.com/gpu.count': '1',
    'nvidia.com/gpu.replicas': '1',
    'nvidia.com/gpu.sharing-strategy': 'none',
  });

  it('show in more GPUs than there are cards (HAMi)', () => {
    expect(listGpus(node('hami', l20, 10))).toMatchObject([
      { kind: 'shared', count: 10, cards: 1, cardBytes: 48 * GI },
    ]);
    expect(listGpus(node('whole', l20, 1))).toMatchObject([{ kind: 'whole' }]);
  });

  it('show in the number of parts, whatever the strategy says', () => {
    const labels = { ...l20, 'nvidia.com/gpu.replicas': '4' };
    expect(listGpus(node('parts', labels, 4))).toMatchObject([
      { kind: 'shared', cards: 1 },
    ]);
  });

  it('are as many as Karpenter counts', () => {
    const labels = {
      'karpenter.k8s.aws/instance-gpu-name': 'l4',
      'karpenter.k8s.aws/instance-gpu-count': '4',
    };
    expect(listGpus(node('aws', labels, 8))).toMatchObject([
      { kind: 'shared', cards: 4 },
    ]);
  });

  it('give one part to a replica, which does not make the model smaller', () => {
    const mixtral = factsOf(
      {
        model_type: 'mixtral',
        hidden_size: 4096,
        num_attention_heads: 32,
        num_local_experts: 8,
        intermediate_size: 14336,
      },
      93e9,
    );
    const choice = choose([node('hami', l20, 10)], { facts: mixtral });
    expect(choice).toMatchObject({ kind: 'gpu', gpu: { count: 1 } });
    expect(choice.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ModelTooLarge', 'SharedGpu']),
    );
  });
});
