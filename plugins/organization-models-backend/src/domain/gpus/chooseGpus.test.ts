import {
  parseArchitecture,
  type ModelFacts,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { NodeFacts } from '../facts/ClusterFacts';
import type { StoredSpec } from '../facts/ResolvedModel';
import { buildNode } from '../placement/__testUtils__/buildNode';
import { chooseGpus, type GpuChoiceOptions } from './chooseGpus';
import { DEFAULT_GPU_CONFIG } from './gpuConfig';

function nvidia(name: string, product: string, mib: number, count: number) {
  return buildNode(name, {
    labels: {
      'nvidia.com/gpu.product': product,
      'nvidia.com/gpu.memory': String(mib),
    },
    allocatable: { 'nvidia.com/gpu': count },
  });
}

const l4 = nvidia('l4', 'NVIDIA-L4', 23034, 4);
const a100 = nvidia('a100', 'NVIDIA-A100-SXM4-40GB', 40960, 8);
const h100 = nvidia('h100', 'NVIDIA-H100-80GB-HBM3', 81559, 8);
const mi300 = buildNode('mi300', {
  labels: {
    'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM',
    'amd.com/gpu.vram': '192G',
  },
  allocatable: { 'amd.com/gpu': 8 },
});
const sliced = buildNode('sliced', {
  labels: {
    'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3',
    'nvidia.com/gpu.memory': '81559',
    'nvidia.com/mig-3g.40gb.product': 'NVIDIA-H100-80GB-HBM3-MIG-3g.40gb',
    'nvidia.com/mig-3g.40gb.memory': '40320',
  },
  allocatable: { 'nvidia.com/gpu': 0, 'nvidia.com/mig-3g.40gb': 8 },
});
const shared = buildNode('shared', {
  labels: {
    'nvidia.com/gpu.product': 'NVIDIA-L4-SHARED',
    'nvidia.com/gpu.memory': '23034',
    'nvidia.com/gpu.sharing-strategy': 'time-slicing',
    'nvidia.com/gpu.replicas': '4',
  },
  allocatable: { 'nvidia.com/gpu': 4 },
});
const bare = buildNode('bare', { allocatable: { 'nvidia.com/gpu': 4 } });

const PRODUCT = 'nvidia.com/gpu.product';

const llamaConfig = {
  model_type: 'llama',
  hidden_size: 4096,
  intermediate_size: 14336,
  max_position_embeddings: 131072,
  num_attention_heads: 32,
  num_hidden_layers: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
};

function factsOf(config: object, parameters: number): ModelFacts {
  return {
    architecture: parseArchitecture(config),
    weights: { parameters: { BF16: parameters } },
  };
}

const llama8b = factsOf(llamaConfig, 8_030_261_248);
const llama70b = factsOf(
  {
    ...llamaConfig,
    hidden_size: 8192,
    intermediate_size: 28672,
    num_attention_heads: 64,
    num_hidden_layers: 80,
  },
  70_553_706_496,
);
// 28 heads: by one, two and four
const qwen7b = factsOf(
  {
    ...llamaConfig,
    hidden_size: 3584,
    num_attention_heads: 28,
    num_hidden_layers: 28,
    num_key_value_heads: 4,
  },
  7_615_616_512,
);

function choose(
  spec: Partial<Pick<StoredSpec, 'requirements' | 'deployment_config'>>,
  nodes: NodeFacts[],
  options: Partial<GpuChoiceOptions> = {},
) {
  const full = { name: 'model', model_type: 'chat', ...spec } as StoredSpec;
  return chooseGpus(full, { nodes, config: DEFAULT_GPU_CONFIG, ...options });
}

function codes({ warnings }: ReturnType<typeof choose>) {
  return warnings.map(({ code }) => code);
}

describe('chooseGpus', () => {
  describe('of a model whose need is known', () => {
    it('takes the fewest GPUs that hold it, and binds it to such nodes', () => {
      expect(choose({}, [l4, a100, h100], { facts: llama8b })).toMatchObject({
        kind: 'gpu',
        gpu: {
          count: 1,
          resourceName: 'nvidia.com/gpu',
          affinity: {
            strength: 'required',
            labelKey: PRODUCT,
            values: ['NVIDIA-A100-SXM4-40GB', 'NVIDIA-H100-80GB-HBM3'],
          },
        },
        warnings: [],
      });
    });

    it.each([
      ['four of 80Gi', llama70b, [l4, a100, h100], 4, ['H100']],
      ['two of 24Gi with four there', llama8b, [l4], 2, ['L4']],
    ])('takes %s', (_, facts, nodes, count, products) => {
      const choice = choose({}, nodes, { facts });
      expect(choice).toMatchObject({ gpu: { count } });
      expect(JSON.stringify(choice)).toContain(products[0]);
    });

    it('stays within the range', () => {
      const requirements = { gpu: { min_gpus: 2, max_gpus: 4 } };
      expect(
        choose({ requirements }, [h100], { facts: llama8b }),
      ).toMatchObject({ gpu: { count: 2 } });
      const one = { gpu: { max_gpus: 1 } };
      expect(
        choose({ requirements: one }, [l4], { facts: llama8b }),
      ).toMatchObject({ gpu: { count: 1 } });
    });

    it('takes only counts by which the model splits evenly', () => {
      const requirements = { gpu: { min_gpus: 3 } };
      expect(choose({ requirements }, [h100], { facts: qwen7b })).toMatchObject(
        { gpu: { count: 4 } },
      );
    });

    it('names the longest context when only that is too long', () => {
      const choice = choose({ requirements: { gpu: { max_gpus: 1 } } }, [l4], {
        facts: llama8b,
      });
      expect(choice).toMatchObject({
        gpu: { count: 1, affinity: { strength: 'required' } },
        largestContext: expect.any(Number),
        warnings: [
          {
            code: 'ContextTooLong',
            field: 'deployment_config.max_model_len',
            message: expect.stringMatching(
              /^A context of 131072 tokens needs about 3\d(\.\d)?Gi on each GPU, which none has with 1 GPU: set max_model_len to \d{5} or less/,
            ),
          },
        ],
      });
    });

    it('is content with one GPU for a shorter context', () => {
      const deployment_config = { max_model_len: 8192 };
      expect(
        choose({ deployment_config }, [l4], { facts: llama8b }),
      ).toMatchObject({ gpu: { count: 1 }, warnings: [] });
    });

    it('takes all there is, with a warning, when nothing holds it', () => {
      const choice = choose({}, [l4], { facts: llama70b });
      expect(choice).toMatchObject({ gpu: { count: 4 } });
      expect(codes(choice)).toEqual(['ModelTooLarge']);
    });

    it('keeps an explicit count, and warns of an uneven split', () => {
      const deployment_config = { gpu_count: 8 };
      const choice = choose({ deployment_config }, [h100], { facts: qwen7b });
      expect(choice).toMatchObject({ gpu: { count: 8 } });
      expect(codes(choice)).toEqual(['UnevenTensorParallelism']);
    });

    it('divides the GPUs between the stages of a pipeline', () => {
      const deployment_config = {
        extra_args: ['--pipeline-parallel-size', '2'],
      };
      expect(
        choose({ deployment_config }, [h100], { facts: llama8b }),
      ).toMatchObject({ gpu: { count: 2 } });
    });

    it('prefers a slice that does to several GPUs, and whole GPUs to it', () => {
      expect(choose({}, [l4, sliced], { facts: llama8b })).toMatchObject({
        gpu: {
          count: 1,
          resourceName: 'nvidia.com/mig-3g.40gb',
          affinity: { values: ['NVIDIA-H100-80GB-HBM3-MIG-3g.40gb'] },
        },
      });
      expect(choose({}, [sliced, h100], { facts: llama8b })).toMatchObject({
        gpu: { resourceName: 'nvidia.com/gpu' },
      });
    });

    it('expects nothing of a command of its own', () => {
      const choice = choose({ deployment_config: { args: ['m'] } }, [l4], {
        facts: llama70b,
      });
      expect(choice).toMatchObject({ gpu: { count: 1, affinity: undefined } });
      expect(codes(choice)).toEqual(['UnknownVram']);
    });
  });

  describe('of a model whose need is not known', () => {
    it('takes one GPU, or the lower end', () => {
      expect(choose({}, [h100])).toMatchObject({
        gpu: { count: 1, affinity: undefined },
      });
      const requirements = { gpu: { min_gpus: 3, max_gpus: 8 } };
      expect(choose({ requirements }, [h100])).toMatchObject({
        gpu: { count: 3 },
      });
    });

    it('only prefers nodes by a guess', () => {
      const choice = choose({}, [l4, h100], { facts: { id: 'acme/big-20B' } });
      expect(choice).toMatchObject({
        gpu: {
          count: 1,
          affinity: {
            strength: 'preferred',
            values: ['NVIDIA-H100-80GB-HBM3'],
          },
        },
      });
      expect(codes(choice)).toEqual(['GuessedVram']);
    });

    it('does not take more GPUs for a guess', () => {
      const choice = choose({}, [l4], { facts: { id: 'acme/big-70B' } });
      expect(choice).toMatchObject({ gpu: { count: 1, affinity: undefined } });
      expect(codes(choice)).toEqual(['ModelTooLarge']);
    });
  });

  describe('by what is asked for', () => {
    it.each([
      ['24Gi', ['NVIDIA-A100-SXM4-40GB', 'NVIDIA-H100-80GB-HBM3', 'NVIDIA-L4']],
      ['40Gi', ['NVIDIA-A100-SXM4-40GB', 'NVIDIA-H100-80GB-HBM3']],
      ['80Gi', ['NVIDIA-H100-80GB-HBM3']],
    ])('requires %s of each GPU', (min_vram, values) => {
      const requirements = { gpu: { min_vram } };
      expect(choose({ requirements }, [l4, a100, h100])).toMatchObject({
        gpu: { affinity: { strength: 'required', labelKey: PRODUCT, values } },
      });
    });

    it('prefers the memory that is liked among what is required', () => {
      const requirements = {
        gpu: { min_vram: '24Gi', preferred_vram: '80Gi' },
      };
      expect(choose({ requirements }, [l4, h100])).toMatchObject({
        gpu: {
          affinity: { values: ['NVIDIA-H100-80GB-HBM3', 'NVIDIA-L4'] },
          preference: { labelKey: PRODUCT, values: ['NVIDIA-H100-80GB-HBM3'] },
        },
      });
    });

    it('requires the type', () => {
      const requirements = { gpu: { gpu_type: 'nvidia a100' } };
      expect(choose({ requirements }, [l4, a100, h100])).toMatchObject({
        gpu: { affinity: { values: ['NVIDIA-A100-SXM4-40GB'] } },
      });
    });

    it('takes the other vendor when only that has it', () => {
      const requirements = { gpu: { min_vram: '128Gi' } };
      expect(choose({ requirements }, [h100, mi300])).toMatchObject({
        gpu: {
          resourceName: 'amd.com/gpu',
          affinity: {
            labelKey: 'amd.com/gpu.product-name',
            values: ['AMD_Instinct_MI300X_OAM'],
          },
        },
      });
    });

    it('takes the vendor for which the image is made', () => {
      expect(choose({}, [h100, mi300])).toMatchObject({
        gpu: { resourceName: 'nvidia.com/gpu' },
      });
      expect(choose({}, [h100, mi300], { vendor: 'amd' })).toMatchObject({
        gpu: { resourceName: 'amd.com/gpu' },
      });
    });

    it.each([
      [
        { gpu_type: 'B200' },
        'requirements.gpu.gpu_type',
        'No node has GPUs of type B200: there are NVIDIA-H100-80GB-HBM3 (80Gi), NVIDIA-L4 (24Gi).',
      ],
      [
        { gpu_type: 'L4', min_vram: '48Gi' },
        'requirements.gpu.gpu_type',
        'No node has GPUs of type L4 and with 48Gi each: there are NVIDIA-H100-80GB-HBM3 (80Gi), NVIDIA-L4 (24Gi).',
      ],
      [
        { min_vram: '141Gi' },
        'requirements.gpu.min_vram',
        'No node has GPUs with 141Gi each: there are NVIDIA-H100-80GB-HBM3 (80Gi), NVIDIA-L4 (24Gi).',
      ],
    ])('cannot give %j', (gpu, field, message) => {
      expect(choose({ requirements: { gpu } }, [l4, h100])).toMatchObject({
        kind: 'problem',
        field,
        message,
      });
    });

    it('looks only at nodes which the node selector allows', () => {
      const nodes = [l4, { ...h100, labels: { ...h100.labels, pool: 'big' } }];
      const deployment_config = { node_selector: { pool: 'big' } };
      const requirements = { gpu: { min_vram: '24Gi' } };
      expect(choose({ deployment_config, requirements }, nodes)).toMatchObject({
        gpu: { affinity: { values: ['NVIDIA-H100-80GB-HBM3'] } },
      });
    });

    it('cannot join slices', () => {
      const deployment_config = { gpu_count: 2 };
      expect(choose({ deployment_config }, [sliced, shared])).toMatchObject({
        kind: 'problem',
        field: 'deployment_config.gpu_count',
        message: expect.stringContaining('must be whole GPUs'),
      });
    });

    it('warns of a shared GPU, which is the last resort', () => {
      const choice = choose({}, [shared], { facts: qwen7b });
      expect(choice).toMatchObject({ gpu: { count: 1 } });
      expect(codes(choice)).toContain('SharedGpu');
      expect(choose({}, [shared, l4])).toMatchObject({
        gpu: { resourceName: 'nvidia.com/gpu' },
        warnings: [{ code: 'UnknownVram' }],
      });
    });

    it('warns when no label tells the memory', () => {
      const requirements = { gpu: { min_vram: '24Gi' } };
      const choice = choose({ requirements }, [bare]);
      expect(choice).toMatchObject({
        kind: 'gpu',
        gpu: { count: 1, affinity: undefined },
      });
      expect(codes(choice)).toEqual(['UnknownGpuMemory']);
    });
  });

  it.each([
    ['a count of 0', { deployment_config: { gpu_count: 0 } }],
    ['an upper end of 0', { requirements: { gpu: { max_gpus: 0 } } }],
  ])('takes the CPU for %s', (_, spec) => {
    expect(choose(spec, [h100])).toEqual({ kind: 'cpu', warnings: [] });
  });

  it('leaves a cluster without GPUs to the fit check', () => {
    const requirements = { gpu: { gpu_type: 'H100', min_gpus: 2 } };
    expect(choose({ requirements }, [buildNode('cpu')])).toEqual({
      kind: 'gpu',
      gpu: { count: 2, resourceName: 'nvidia.com/gpu' },
      warnings: [],
    });
  });

  describe('where GPUs are claimed by their class', () => {
    const deviceClasses = [
      { name: 'nic', extendedResourceName: 'example.com/nic' },
      { name: 'gpu.amd.com', extendedResourceName: 'amd.com/gpu' },
    ];

    it('takes those, and warns that nobody knows them', () => {
      const requirements = { gpu: { gpu_type: 'MI300X', min_gpus: 2 } };
      expect(
        choose({ requirements }, [buildNode('cpu')], { deviceClasses }),
      ).toEqual({
        kind: 'gpu',
        gpu: { count: 2, resourceName: 'amd.com/gpu' },
        warnings: [
          {
            code: 'UnknownGpus',
            field: 'requirements.gpu',
            message: expect.stringMatching(
              /DeviceClass gpu\.amd\.com .* 2 GPUs .*, and gpu_type could not be checked:/,
            ),
          },
        ],
      });
    });

    it('leaves them to the node selector where nodes show others', () => {
      const requirements = { gpu: { gpu_type: 'MI300X' } };
      expect(choose({ requirements }, [l4], { deviceClasses })).toMatchObject({
        kind: 'problem',
        suggestion: expect.stringMatching(
          /DeviceClass gpu\.amd\.com\) in deployment_config\.node_selector/,
        ),
      });
    });
  });

  it('does not depend on what is free', () => {
    const busy = { ...h100, requested: { 'nvidia.com/gpu': 8 } };
    expect(choose({}, [busy, l4], { facts: llama8b })).toEqual(
      choose({}, [h100, l4], { facts: llama8b }),
    );
  });
});

describe('chooseGpus by what the engine is told', () => {
  const of70b = { ...llama70b, id: 'meta/Llama-70B' };

  it.each<[string, StoredSpec['deployment_config'], number]>([
    ['nothing', {}, 4],
    [
      'its share of memory',
      { extra_args: ['--gpu-memory-utilization=0.95'] },
      4,
    ],
    [
      'a larger share and smaller pieces',
      {
        max_model_len: 4096,
        extra_args: [
          '--gpu-memory-utilization=0.97',
          '--max-num-batched-tokens=2048',
        ],
      },
      2,
    ],
    ['half the numbers', { extra_args: ['--quantization', 'fp8'] }, 2],
    ['twice the numbers', { extra_args: ['--dtype=float32'] }, 8],
    ['the machine to help', { extra_args: ['--cpu-offload-gb', '40'] }, 2],
    [
      'how large its cache is to be',
      { extra_args: ['--kv-cache-memory-bytes=40G'] },
      8,
    ],
    [
      'how many blocks of it there are to be',
      { extra_args: ['--num-gpu-blocks-override', '512'] },
      4,
    ],
    [
      'to stretch positions',
      {
        extra_args: [
          '--hf-overrides.rope_scaling.factor=4',
          '--hf-overrides={"num_experts_per_tok": 4}',
        ],
      },
      4,
    ],
    ['to write out all', { args: ['meta/Llama-70B', '-tp', '8'] }, 8],
    [
      'to write out all in a script',
      { command: ['sh', '-c', 'vllm serve /models/m -tp ${TP:-2} -pp 2'] },
      4,
    ],
  ])('knows the model still, told %s', (_, deployment_config, count) => {
    const choice = choose({ deployment_config }, [h100], { facts: of70b });
    expect(choice).toMatchObject({ gpu: { count }, need: expect.anything() });
    expect(codes(choice)).not.toContain('ModelTooLarge');
  });

  it.each([
    ['fp8', 1 / 2],
    ['fp8_inc', 1 / 2],
    ['int8_per_token_head', 1 / 2],
    ['nvfp4', 9 / 32],
    ['bfloat16', 1],
    ['auto', 1],
  ])('keeps less of each token as %s', (dtype, part) => {
    const cacheOf = (extra_args: string[]) => {
      const config = { gpu_count: 4, extra_args };
      const chosen = choose({ deployment_config: config }, [h100], {
        facts: of70b,
      });
      return chosen.kind === 'gpu' ? chosen.need?.parts.kvCache.bytes : 0;
    };
    expect(cacheOf(['--kv-cache-dtype', dtype])).toBe(cacheOf([])! * part);
  });

  it.each<StoredSpec['deployment_config']>([
    { extra_args: ['--config', '/models/x.yaml'] },
    { args: ['another/model'] },
    { command: ['/start.sh'] },
  ])('does not know what %j loads', deployment_config => {
    const choice = choose({ deployment_config }, [h100], { facts: of70b });
    expect(choice).toMatchObject({ gpu: { count: 1 }, need: undefined });
    expect(codes(choice)).toEqual(['UnknownVram']);
  });

  it('counts a stage of a pipeline with its layers alone', () => {
    const extra_args = ['-pp', '2'];
    const [whole, staged] = [
      { gpu_count: 2 },
      { gpu_count: 2, extra_args },
    ].map(deployment_config =>
      choose({ deployment_config }, [h100], { facts: llama8b }),
    );
    const weightsOf = (choice: typeof whole) =>
      choice.kind === 'gpu' && choice.need?.parts.weights.bytes;
    expect(weightsOf(staged)).toBe(weightsOf(whole));
  });

  describe('of experts', () => {
    // Qwen3-235B-A22B-FP8
    const config = {
      model_type: 'qwen3_moe',
      hidden_size: 4096,
      intermediate_size: 12288,
      moe_intermediate_size: 1536,
      num_experts: 128,
      num_hidden_layers: 94,
      num_attention_heads: 64,
      num_key_value_heads: 4,
      head_dim: 128,
      vocab_size: 151936,
      max_position_embeddings: 40960,
      quantization_config: {
        quant_method: 'fp8',
        weight_block_size: [128, 128],
      },
    };
    const facts: ModelFacts = {
      id: 'a/b',
      architecture: parseArchitecture(config),
      weights: { totalBytes: 236_300_000_000 },
    };
    const weightsOf = (extra_args: string[], gpu_count = 8) => {
      const choice = choose(
        { deployment_config: { gpu_count, extra_args } },
        [h100],
        {
          facts,
        },
      );
      const bytes = choice.kind === 'gpu' && choice.need?.parts.weights.bytes;
      return { gib: Math.round(Number(bytes) / 2 ** 30), codes: codes(choice) };
    };

    it.each<[string[], number, string[]]>([
      // experts are split between all, the rest (9 GB) is copied
      [['--data-parallel-size=8', '--enable-expert-parallel'], 35, []],
      [['--data-parallel-size=2', '-ep'], 29, []],
      [['--enable-expert-parallel'], 28, []],
      [['-dp', '16', '-dpl', '8', '-ep'], 22, []],
      // an eighth of an expert is not in whole blocks
      [['--data-parallel-size=8'], 35, ['UnevenTensorParallelism']],
      [[], 28, ['UnevenTensorParallelism']],
    ])('counts each GPU by %j', (extraArgs, gib, expected) => {
      expect(weightsOf(extraArgs)).toEqual({ gib, codes: expected });
    });

    it('takes four of eight GPUs where eight would cut a block', () => {
      expect(choose({}, [h100], { facts })).toMatchObject({
        gpu: { count: 4 },
      });
    });

    it('says how eight do', () => {
      const { warnings } = choose(
        { deployment_config: { gpu_count: 8 } },
        [h100],
        {
          facts,
        },
      );
      expect(warnings[0].message).toContain('--enable-expert-parallel');
    });

    it('copies attention between the GPUs of SGLang that share experts', () => {
      const split = (extra_args: string[]) => {
        const choice = choose(
          {
            deployment_config: { runtime: 'sglang', gpu_count: 8, extra_args },
          },
          [h100],
          { facts },
        );
        return (
          choice.kind === 'gpu' && Number(choice.need?.parts.weights.bytes)
        );
      };
      expect(
        split(['--enable-dp-attention', '--dp-size', '8']),
      ).toBeGreaterThan(Number(split([])) + 6e9);
    });

    it('knows no number that a variable stands for', () => {
      const choice = choose(
        {
          deployment_config: { command: ['sh', '-c', 'vllm serve a/b -tp $N'] },
        },
        [h100],
        { facts },
      );
      expect(codes(choice)).toEqual(['UnknownVram']);
    });
  });

  it('takes nothing that another maker must have made for the wanted type', () => {
    const gaudi = buildNode('gaudi', { allocatable: { 'habana.ai/gaudi': 8 } });
    const unnamed = buildNode('unnamed', {
      allocatable: { 'nvidia.com/gpu': 4 },
    });
    const ofType = (nodes: NodeFacts[], gpu_type: string, vendor?: string) =>
      chooseGpus(
        { name: 'm', model_type: 'chat', requirements: { gpu: { gpu_type } } },
        { nodes, vendor, config: DEFAULT_GPU_CONFIG },
      );
    expect(ofType([h100, gaudi], 'B200', 'nvidia')).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('No node has GPUs of type B200'),
    });
    expect(ofType([gaudi], 'B200').kind).toBe('problem');
    expect(ofType([gaudi], 'made-up', 'nvidia').kind).toBe('problem');
    expect(ofType([unnamed, gaudi], 'B200')).toMatchObject({
      kind: 'gpu',
      gpu: { resourceName: 'nvidia.com/gpu' },
    });
  });
});
