import type { StoredSpec } from '../facts/ResolvedModel';
import type { NodeFacts } from '../facts/ClusterFacts';
import { mergeGpuConfig } from '../gpus/gpuConfig';
import { findFix } from './findFix';
import type { Asked } from './fixes/Fix';

const RESOLVED = {
  runtime: 'vllm' as const,
  memory: '16Gi',
  sharedMemoryBytes: 4 * 2 ** 30,
  cpu: '4',
  engineVersion: '0.32.0',
  image: 'vllm/vllm-openai:v0.32.0',
  startupBudgetSeconds: 1800,
  scaling: { mode: 'fixed' as const, replicas: 1 },
  storage: { kind: 'none' as const },
};

const GIB = 2 ** 30;

function aNode(
  name: string,
  {
    gpus = 0,
    taken = 0,
    arch = 'amd64',
    product = 'NVIDIA-L4',
    memory = 23034,
  } = {},
): NodeFacts {
  return {
    name,
    labels: {
      'kubernetes.io/arch': arch,
      ...(gpus && {
        'nvidia.com/gpu.product': product,
        'nvidia.com/gpu.memory': String(memory),
      }),
    },
    taints: [],
    unschedulable: false,
    ready: true,
    allocatable: {
      cpu: 32,
      memory: 256 * GIB,
      pods: 110,
      ...(gpus && { 'nvidia.com/gpu': gpus }),
    },
    requested: {
      cpu: 4,
      memory: 16 * GIB,
      pods: 1,
      ...(taken && { 'nvidia.com/gpu': taken }),
    },
  };
}

const L4 = aNode('l4', { gpus: 2, taken: 1 });
const A100 = aNode('a100', {
  gpus: 1,
  product: 'NVIDIA-A100-SXM4-80GB',
  memory: 81920,
});
/** Of a maker that config alone knows. */
const NPU = 'acme.example/npu';
const NPUS = mergeGpuConfig({
  vendors: [
    {
      name: 'acme',
      resources: [NPU],
      productLabels: ['acme.example/kind'],
      memoryLabels: [],
      productMemoryGib: { 'NPU-1': 24, 'NPU-2': 80 },
    },
  ],
});

function anNpuNode(kind: string, count: number, taken = 0): NodeFacts {
  const node = aNode(kind);
  return {
    ...node,
    labels: { ...node.labels, 'acme.example/kind': kind },
    allocatable: { ...node.allocatable, [NPU]: count },
    requested: { ...node.requested, [NPU]: taken },
  };
}

/** A fix of a model that is too large for the accelerator that it has. */
function onNpus(nodes: NodeFacts[]) {
  const gpu = { count: 1, resourceName: NPU };
  const pods = [{ node: 'NPU-1', requests: { [NPU]: 1 } }];
  return fixOf('GpuOutOfMemory', {}, {}, { gpu }, { nodes, pods, gpus: NPUS });
}

const POD = { node: 'l4', requests: { 'nvidia.com/gpu': 1, cpu: 4 } };

/** A fix of a model with a GPU whose pod is on a node with small ones. */
function onGpus(
  code: string,
  nodes: NodeFacts[],
  {
    found = {},
    config = {},
    pods = [POD],
    ...resolved
  }: {
    found?: Record<string, string>;
    config?: StoredSpec['deployment_config'];
    pods?: Asked['pods'];
  } & Partial<Asked['resolved']> = {},
) {
  return fixOf(
    code,
    found,
    config,
    { gpu: { count: 1, resourceName: 'nvidia.com/gpu' }, ...resolved },
    { nodes, pods },
  );
}

function fixOf(
  code: string,
  found: Record<string, string> = {},
  config: StoredSpec['deployment_config'] = {},
  resolved: Partial<Asked['resolved']> = {},
  world: Pick<Asked, 'nodes' | 'pods' | 'gpus'> = {},
) {
  const spec = {
    name: 'qwen',
    model_type: 'chat',
    deployment_config: config,
  } as StoredSpec;
  return findFix(
    { code, found },
    { spec, resolved: { ...RESOLVED, ...resolved }, ...world },
  )?.body;
}

describe('findFix', () => {
  it.each<[string, unknown, object]>([
    [
      'the context that fits',
      fixOf('ContextTooLong', { tokens: '32640' }),
      { deployment_config: { max_model_len: 31744 } },
    ],
    [
      'a small context',
      fixOf('ContextTooLong', { tokens: '1000' }),
      { deployment_config: { max_model_len: 976 } },
    ],
    [
      "the model's own context",
      fixOf('ContextBeyondModel', {
        asked: '4096',
        known: 'max_position_embeddings=2048 or model_max_length=None',
      }),
      { deployment_config: { max_model_len: 2048 } },
    ],
    [
      'an option without its typo',
      fixOf(
        'UnknownArgument',
        { arguments: '--enforce-eagr' },
        { extra_args: ['--seed=2', '--enforce-eagr'] },
      ),
      { deployment_config: { extra_args: ['--seed=2', '--enforce-eager'] } },
    ],
    [
      'an option without its typo, and its value as it was',
      fixOf(
        'UnknownArgument',
        { arguments: '--chat-templat=/a/b.jinja' },
        { args: ['--model=a', '--chat-templat=/a/b.jinja'] },
      ),
      {
        deployment_config: {
          args: ['--model=a', '--chat-template=/a/b.jinja'],
        },
      },
    ],
    [
      'no option a second time that is generated',
      fixOf(
        'UnknownArgument',
        { arguments: '--max-modle-len=4096' },
        { extra_args: ['--max-modle-len=4096', '--seed=2'] },
      ),
      { deployment_config: { extra_args: ['--seed=2'] } },
    ],
    [
      'no known option that this version refuses',
      fixOf(
        'UnknownArgument',
        { arguments: '--use-v2-block-manager' },
        { extra_args: ['--use-v2-block-manager', '--seed=2'] },
      ),
      { deployment_config: { extra_args: ['--seed=2'] } },
    ],
    [
      'no unknown argument',
      fixOf(
        'UnknownArgument',
        { arguments: '--no-such 1' },
        { extra_args: ['--no-such', '1', '--seed=2'] },
      ),
      { deployment_config: { extra_args: ['--seed=2'] } },
    ],
    [
      'what took the place of --task',
      fixOf(
        'RemovedArgument',
        { arguments: '--task embed' },
        { args: ['a/b', '--task', 'embed'] },
      ),
      { deployment_config: { args: ['a/b', '--runner', 'pooling'] } },
    ],
    [
      'what took the place of --task, where the version has no word for it',
      fixOf(
        'UnknownArgument',
        { arguments: '--task=score' },
        { args: ['a/b', '--task=score'] },
      ),
      { deployment_config: { args: ['a/b', '--runner', 'pooling'] } },
    ],
    [
      'no empty argument',
      fixOf('EmptyArgument', {}, { args: ['a/b', ''] }),
      { deployment_config: { args: ['a/b'] } },
    ],
    [
      'LoRA',
      fixOf('LoraNotEnabled', {}, { extra_args: ['--seed=1'] }),
      { deployment_config: { extra_args: ['--seed=1', '--enable-lora'] } },
    ],
    [
      'GPUs that divide',
      fixOf('TensorParallelInvalid', { size: '3' }),
      { deployment_config: { gpu_count: 2 } },
    ],
    [
      'a number format that the device has',
      fixOf('DtypeUnsupported', { needs: '8.0' }),
      { deployment_config: { extra_args: ['--dtype=half'] } },
    ],
    [
      'a number format that the quantization takes, in place of the one that is there',
      fixOf(
        'DtypeUnsupported',
        { takes: 'torch.float16, torch.bfloat16' },
        { extra_args: ['--dtype', 'float32'] },
      ),
      { deployment_config: { extra_args: ['--dtype', 'float16'] } },
    ],
    [
      'the number format that a model itself prefers',
      fixOf(
        'DtypeUnsupported',
        { model: 'gemma3' },
        { extra_args: ['--dtype=half'] },
      ),
      { deployment_config: { extra_args: ['--dtype=auto'] } },
    ],
    [
      'as many requests as there is room for',
      fixOf('NoMemoryForCache', { asked: '1024', seqs: '412' }),
      { deployment_config: { extra_args: ['--max-num-seqs=412'] } },
    ],
    [
      'enough GPUs, as Ray counts them',
      fixOf('TooFewGpus', { world5: '4' }),
      { deployment_config: { gpu_count: 4 } },
    ],
    [
      'enough GPUs',
      fixOf('TooFewGpus', { world: '4' }),
      { deployment_config: { gpu_count: 4 } },
    ],
    [
      'the largest split that divides',
      fixOf('TensorParallelInvalid', { size: '8', number: '14' }),
      { deployment_config: { gpu_count: 7 } },
    ],
    [
      'a split that divides, where the arguments say it',
      fixOf(
        'TensorParallelInvalid',
        { size: '3', number: '32' },
        { args: ['a/b', '--tensor-parallel-size', '3'] },
      ),
      {
        deployment_config: { args: ['a/b', '--tensor-parallel-size', '2'] },
      },
    ],
    [
      'the choice that was meant',
      fixOf(
        'InvalidArgument',
        {
          options: '--dtype',
          value: 'flaot16',
          choices: "'auto', 'half', 'float16', 'bfloat16'",
        },
        { extra_args: ['--seed', '1', '--dtype=flaot16'] },
      ),
      {
        deployment_config: {
          extra_args: ['--seed', '1', '--dtype=float16'],
        },
      },
    ],
    [
      'the parser that was meant',
      fixOf(
        'ParserUnknown',
        {
          kind: 'Reasoning',
          name: 'deepsek_r1',
          choices: 'qwen3, deepseek_r1',
        },
        { extra_args: ['--reasoning_parser', 'deepsek_r1'] },
      ),
      {
        deployment_config: {
          extra_args: ['--reasoning_parser', 'deepseek_r1'],
        },
      },
    ],
    [
      "the model's own code",
      fixOf('CustomCode', {}, { args: ['a/b'] }),
      { deployment_config: { extra_args: ['--trust-remote-code'] } },
    ],
    [
      'twice as many GPUs, where they are free',
      onGpus('GpuOutOfMemory', [L4, A100]),
      { deployment_config: { gpu_count: 2 } },
    ],
    [
      'GPUs with more memory, where there are no more of the kind',
      onGpus('GpuOutOfMemory', [aNode('l4', { gpus: 1, taken: 1 }), A100]),
      { requirements: { gpu: { gpu_type: 'NVIDIA-A100-SXM4-80GB' } } },
    ],
    [
      'GPUs with more memory, where the arguments say how it is split',
      onGpus('GpuOutOfMemory', [L4, A100], { config: { args: ['a/b'] } }),
      { requirements: { gpu: { gpu_type: 'NVIDIA-A100-SXM4-80GB' } } },
    ],
    [
      'twice as many accelerators that config alone knows',
      onNpus([anNpuNode('NPU-1', 2, 1)]),
      { deployment_config: { gpu_count: 2 } },
    ],
    [
      'larger accelerators that config alone knows',
      onNpus([anNpuNode('NPU-1', 1, 1), anNpuNode('NPU-2', 1)]),
      { requirements: { gpu: { gpu_type: 'NPU-2' } } },
    ],
    [
      'fewer parts, where there are not so many GPUs',
      onGpus('TooFewGpus', [L4], {
        found: { world: '4' },
        config: { args: ['a/b', '--tp=4'] },
      }),
      { deployment_config: { args: ['a/b', '--tp=1'] } },
    ],
    [
      'nodes of the other kind of processors',
      fixOf(
        'ImagePlatform',
        {},
        { node_selector: { pool: 'a' } },
        {},
        {
          nodes: [
            aNode('arm', { arch: 'arm64' }),
            {
              ...aNode('x'),
              labels: { pool: 'a', 'kubernetes.io/arch': 'amd64' },
            },
          ],
          pods: [{ node: 'arm', requests: {} }],
        },
      ),
      {
        deployment_config: {
          node_selector: { pool: 'a', 'kubernetes.io/arch': 'amd64' },
        },
      },
    ],
    [
      'the tag for all processors',
      fixOf(
        'ImagePlatform',
        {},
        {},
        {
          image: 'vllm/vllm-openai:v0.11.2-aarch64',
        },
      ),
      { deployment_config: { image: 'vllm/vllm-openai:v0.11.2' } },
    ],
    [
      'the metric as it is called now',
      fixOf('ScalingMetricRenamed', { metric: 'kv_cache_usage_perc' }),
      {
        deployment_config: {
          autoscaling_config: { target_metric: 'kv_cache_usage_perc' },
        },
      },
    ],
    ['a GPU', fixOf('NoGpuVisible'), { deployment_config: { gpu_count: 1 } }],
    ['more memory', fixOf('OutOfMemory'), { requirements: { memory: '24Gi' } }],
    [
      'a longer start',
      fixOf('StartupTimeout'),
      { deployment_config: { initial_delay_seconds: 3600 } },
    ],
    ['a claim', fixOf('DiskFull'), { deployment_config: { enable_pvc: true } }],
    [
      'more memory, of which shared memory is a part',
      fixOf(
        'SharedMemoryTooSmall',
        {},
        {},
        { gpu: { count: 2, resourceName: 'nvidia.com/gpu' } },
      ),
      { requirements: { memory: '24Gi' } },
    ],
    [
      'its own command',
      fixOf('ContainerStartFailed', {}, { command: ['vlm', 'serve'] }),
      { deployment_config: { command: null } },
    ],
    [
      'a larger claim',
      fixOf(
        'DiskFull',
        {},
        {},
        {
          storage: {
            kind: 'own',
            claimName: 'a',
            size: '50Gi',
            storageClass: 'b',
            accessMode: 'ReadWriteOnce',
          },
        },
      ),
      { deployment_config: { storage_size: '100Gi' } },
    ],
  ])('offers %s', (_, body, expected) => {
    expect(body).toEqual(expected);
  });

  it.each<[string, unknown]>([
    [
      'an argument that is not in the body',
      fixOf('UnknownArgument', { arguments: '--no-such' }),
    ],
    [
      'a command of its own',
      fixOf('LoraNotEnabled', {}, { command: ['vllm', 'serve'] }),
    ],
    [
      'an argument that is there',
      fixOf('LoraNotEnabled', {}, { extra_args: ['--enable-lora'] }),
    ],
    [
      'a claim of others',
      fixOf(
        'DiskFull',
        {},
        {},
        { storage: { kind: 'shared', claimName: 'a' } },
      ),
    ],
    [
      'a value that is no typo',
      fixOf(
        'InvalidArgument',
        { options: '--dtype', value: 'int4', choices: 'auto, half, float16' },
        { extra_args: ['--dtype=int4'] },
      ),
    ],
    [
      'a value whose figures mean another',
      fixOf(
        'InvalidArgument',
        {
          options: '--dtype',
          value: 'float8',
          choices: 'auto, float, float16, float32',
        },
        { extra_args: ['--dtype=float8'] },
      ),
    ],
    [
      'shared memory that is as large as it gets',
      fixOf('SharedMemoryTooSmall', {}, {}, { sharedMemoryBytes: 2 ** 30 }),
    ],
    [
      "an image without the engine's own command",
      fixOf(
        'ContainerStartFailed',
        {},
        { command: ['/opt/bin/vllm', 'serve'] },
      ),
    ],
    [
      'GPUs that others have',
      onGpus('GpuOutOfMemory', [
        aNode('l4', { gpus: 2, taken: 2 }),
        { ...A100, unschedulable: true },
      ]),
    ],
    [
      'GPUs that not all replicas would find',
      onGpus('GpuOutOfMemory', [L4, A100], {
        scaling: { mode: 'fixed', replicas: 2 },
      }),
    ],
    ['processors of which there is one kind', fixOf('ImagePlatform')],
    ['a failure of which nothing was found', fixOf('ContextTooLong')],
    ['what needs a person', fixOf('GatedModel')],
    [
      'a number format of which nothing better is known',
      fixOf('DtypeUnsupported'),
    ],
    [
      'a model that has no other number format in its arguments',
      fixOf('DtypeUnsupported', { model: 'gemma3' }),
    ],
    [
      'a compilation of an engine that has no such option',
      fixOf('CompilationFailed', {}, {}, { runtime: 'sglang' }),
    ],
  ])('offers nothing for %s', (_, body) => {
    expect(body).toBeUndefined();
  });
});
