import type { NodeFacts } from '../../facts/ClusterFacts';
import type { StoredSpec } from '../../facts/ResolvedModel';
import type { Asked } from '../fixes/Fix';
import {
  A100,
  aNode,
  anNpuNode,
  FULL_L4,
  GPUS,
  L4,
  MI300X,
  ON_L4,
  ON_NPU,
} from './fixWorld';

/** What was found of a model, and what is to be offered. */
export type FixCase = {
  /** What, in words. */
  offers: string;
  code: string;
  found?: Record<string, string>;
  /** Of the model, as it was asked for. */
  config?: StoredSpec['deployment_config'];
  requirements?: StoredSpec['requirements'];
  resolved?: Partial<Asked['resolved']>;
  nodes?: NodeFacts[];
  pods?: Asked['pods'];
  storageClasses?: Asked['storageClasses'];
  /** Of the fix; `undefined` where none is offered. */
  body?: object;
};

const DTYPES = "'auto', 'half', 'float16', 'bfloat16'";

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

/** The model of a case, and where it would have to find room. */
export function askedOf(of: FixCase): Asked {
  return {
    spec: {
      name: 'qwen',
      model_type: 'chat',
      huggingface_id: 'a/b',
      requirements: of.requirements,
      deployment_config: of.config ?? {},
    },
    resolved: { ...RESOLVED, ...of.resolved },
    nodes: of.nodes,
    pods: of.pods,
    storageClasses: of.storageClasses,
    gpus: GPUS,
  };
}

/** Fixes that are offered. */
export const FIXED: FixCase[] = [
  {
    offers: 'the context that fits',
    code: 'ContextTooLong',
    found: { tokens: '32640' },
    body: { deployment_config: { max_model_len: 31744 } },
  },
  {
    offers: 'a small context',
    code: 'ContextTooLong',
    found: { tokens: '1000' },
    body: { deployment_config: { max_model_len: 976 } },
  },
  {
    offers: "the model's own context",
    code: 'ContextBeyondModel',
    found: {
      asked: '4096',
      known: 'max_position_embeddings=2048 or model_max_length=None',
    },
    config: { max_model_len: 4096 },
    body: { deployment_config: { max_model_len: 2048 } },
  },
  {
    offers: 'an option without its typo',
    code: 'UnknownArgument',
    found: { arguments: '--enforce-eagr' },
    config: { extra_args: ['--seed=2', '--enforce-eagr'] },
    body: {
      deployment_config: { extra_args: ['--seed=2', '--enforce-eager'] },
    },
  },
  {
    offers: 'an option without its typo, and its value as it was',
    code: 'UnknownArgument',
    found: { arguments: '--chat-templat=/a/b.jinja' },
    config: { args: ['--model=a', '--chat-templat=/a/b.jinja'] },
    body: {
      deployment_config: { args: ['--model=a', '--chat-template=/a/b.jinja'] },
    },
  },
  {
    offers: 'no option a second time that is generated',
    code: 'UnknownArgument',
    found: { arguments: '--max-modle-len=4096' },
    config: { extra_args: ['--max-modle-len=4096', '--seed=2'] },
    body: { deployment_config: { extra_args: ['--seed=2'] } },
  },
  {
    offers: 'no known option that this version refuses',
    code: 'UnknownArgument',
    found: { arguments: '--use-v2-block-manager' },
    config: { extra_args: ['--use-v2-block-manager', '--seed=2'] },
    body: { deployment_config: { extra_args: ['--seed=2'] } },
  },
  {
    offers: 'no unknown argument',
    code: 'UnknownArgument',
    found: { arguments: '--no-such 1' },
    config: { extra_args: ['--no-such', '1', '--seed=2'] },
    body: { deployment_config: { extra_args: ['--seed=2'] } },
  },
  {
    offers: 'what took the place of --task',
    code: 'RemovedArgument',
    found: { arguments: '--task embed' },
    config: { args: ['a/b', '--task', 'embed'] },
    body: { deployment_config: { args: ['a/b', '--runner', 'pooling'] } },
  },
  {
    offers:
      'what took the place of --task, where the version has no word for it',
    code: 'UnknownArgument',
    found: { arguments: '--task=score' },
    config: { args: ['a/b', '--task=score'] },
    body: { deployment_config: { args: ['a/b', '--runner', 'pooling'] } },
  },
  {
    offers: 'no empty argument',
    code: 'EmptyArgument',
    config: { args: ['a/b', ''] },
    body: { deployment_config: { args: ['a/b'] } },
  },
  {
    offers: 'LoRA',
    code: 'LoraNotEnabled',
    config: { extra_args: ['--seed=1'] },
    body: { deployment_config: { extra_args: ['--seed=1', '--enable-lora'] } },
  },
  {
    offers: 'eager mode, where nothing compiles',
    code: 'CompilationFailed',
    body: { deployment_config: { extra_args: ['--enforce-eager'] } },
  },
  {
    offers: 'a number format that the device has',
    code: 'DtypeUnsupported',
    found: { needs: '8.0' },
    body: { deployment_config: { extra_args: ['--dtype=half'] } },
  },
  {
    offers:
      'a number format that the quantization takes, in place of the one that is there',
    code: 'DtypeUnsupported',
    found: { takes: 'torch.float16, torch.bfloat16' },
    config: { extra_args: ['--dtype', 'float32'] },
    body: { deployment_config: { extra_args: ['--dtype', 'float16'] } },
  },
  {
    offers: 'the number format that a model itself prefers',
    code: 'DtypeUnsupported',
    found: { model: 'gemma3' },
    config: { extra_args: ['--dtype=half'] },
    body: { deployment_config: { extra_args: ['--dtype=auto'] } },
  },
  {
    offers: 'as many requests as there is room for',
    code: 'NoMemoryForCache',
    found: { asked: '1024', seqs: '412' },
    body: { deployment_config: { extra_args: ['--max-num-seqs=412'] } },
  },
  {
    offers: 'enough GPUs, as Ray counts them',
    code: 'TooFewGpus',
    found: { world5: '4' },
    config: { args: ['a/b', '--tensor-parallel-size=4'], gpu_count: 1 },
    body: { deployment_config: { gpu_count: 4 } },
  },
  {
    offers: 'GPUs that divide',
    code: 'TensorParallelInvalid',
    found: { size: '3' },
    config: { gpu_count: 3 },
    body: { deployment_config: { gpu_count: 2 } },
  },
  {
    offers: 'enough GPUs',
    code: 'TooFewGpus',
    found: { world: '4' },
    config: { args: ['a/b', '--tensor-parallel-size=4'], gpu_count: 1 },
    body: { deployment_config: { gpu_count: 4 } },
  },
  {
    offers: 'the largest split that divides',
    code: 'TensorParallelInvalid',
    found: { size: '8', number: '14' },
    config: { gpu_count: 8 },
    body: { deployment_config: { gpu_count: 7 } },
  },
  {
    offers: 'a split that divides, where the arguments say it',
    code: 'TensorParallelInvalid',
    found: { size: '3', number: '32' },
    config: { args: ['a/b', '--tensor-parallel-size', '3'], gpu_count: 3 },
    body: {
      deployment_config: { args: ['a/b', '--tensor-parallel-size', '2'] },
    },
  },
  {
    offers: 'the choice that was meant',
    code: 'InvalidArgument',
    found: { options: '--dtype', value: 'flaot16', choices: DTYPES },
    config: { extra_args: ['--seed', '1', '--dtype=flaot16'] },
    body: {
      deployment_config: { extra_args: ['--seed', '1', '--dtype=float16'] },
    },
  },
  {
    offers: 'the choice whose bits were meant',
    code: 'InvalidArgument',
    found: { options: '--dtype', value: 'bfloat61', choices: DTYPES },
    config: { extra_args: ['--dtype', 'bfloat61'] },
    body: { deployment_config: { extra_args: ['--dtype', 'bfloat16'] } },
  },
  {
    offers: 'the parser that was meant',
    code: 'ParserUnknown',
    found: {
      kind: 'Reasoning',
      name: 'deepsek_r1',
      choices: 'qwen3, deepseek_r1',
    },
    config: { extra_args: ['--reasoning_parser', 'deepsek_r1'] },
    body: {
      deployment_config: {
        extra_args: ['--reasoning_parser', 'deepseek_r1'],
      },
    },
  },
  {
    offers: 'the parser of tools that was meant',
    code: 'ParserUnknown',
    found: { kind: 'tool-call', name: 'hermez', choices: 'hermes, mistral' },
    config: { extra_args: ['--tool-call-parser', 'hermez'] },
    body: {
      deployment_config: { extra_args: ['--tool-call-parser', 'hermes'] },
    },
  },
  {
    offers: "the model's own code",
    code: 'CustomCode',
    config: { args: ['a/b'] },
    body: { deployment_config: { extra_args: ['--trust-remote-code'] } },
  },
  {
    ...ON_L4,
    offers: 'twice as many GPUs, where they are free',
    code: 'GpuOutOfMemory',
    nodes: [L4, A100],
    body: { deployment_config: { gpu_count: 2 } },
  },
  {
    ...ON_L4,
    offers: 'GPUs with more memory, where there are no more of the kind',
    code: 'GpuOutOfMemory',
    nodes: [FULL_L4, A100],
    body: { requirements: { gpu: { gpu_type: 'NVIDIA-A100-SXM4-80GB' } } },
  },
  {
    ...ON_L4,
    offers: 'GPUs with more memory for a cache',
    code: 'NoMemoryForCache',
    nodes: [FULL_L4, A100],
    body: { requirements: { gpu: { gpu_type: 'NVIDIA-A100-SXM4-80GB' } } },
  },
  {
    ...ON_L4,
    offers: 'GPUs with more memory, where the arguments say how it is split',
    code: 'GpuOutOfMemory',
    config: { args: ['a/b'] },
    nodes: [L4, A100],
    body: { requirements: { gpu: { gpu_type: 'NVIDIA-A100-SXM4-80GB' } } },
  },
  {
    ...ON_L4,
    offers: 'GPUs with more memory, where it may have no more of them',
    code: 'GpuOutOfMemory',
    requirements: { gpu: { max_gpus: 1 } },
    nodes: [L4, A100],
    body: { requirements: { gpu: { gpu_type: 'NVIDIA-A100-SXM4-80GB' } } },
  },
  {
    ...ON_L4,
    offers: 'GPUs of another maker, where the image is ours to choose',
    code: 'GpuOutOfMemory',
    nodes: [FULL_L4, MI300X],
    body: { requirements: { gpu: { gpu_type: 'MI300X' } } },
  },
  {
    ...ON_NPU,
    offers: 'twice as many accelerators that config alone knows',
    code: 'GpuOutOfMemory',
    nodes: [anNpuNode('NPU-1', 2, 1)],
    body: { deployment_config: { gpu_count: 2 } },
  },
  {
    ...ON_NPU,
    offers: 'larger accelerators that config alone knows',
    code: 'GpuOutOfMemory',
    nodes: [anNpuNode('NPU-1', 1, 1), anNpuNode('NPU-2', 1)],
    body: { requirements: { gpu: { gpu_type: 'NPU-2' } } },
  },
  {
    ...ON_L4,
    offers: 'fewer parts, where there are not so many GPUs',
    code: 'TooFewGpus',
    found: { world: '4' },
    config: { args: ['a/b', '--tp=4'] },
    nodes: [L4],
    body: { deployment_config: { args: ['a/b', '--tp=1'] } },
  },
  {
    offers: 'nodes of the other kind of processors',
    code: 'ImagePlatform',
    config: {
      image: 'vllm/vllm-openai-cpu:v0.32.0',
      node_selector: { pool: 'a' },
    },
    resolved: { image: 'vllm/vllm-openai-cpu:v0.32.0' },
    nodes: [
      aNode('arm', { arch: 'arm64' }),
      { ...aNode('x'), labels: { pool: 'a', 'kubernetes.io/arch': 'amd64' } },
    ],
    pods: [{ node: 'arm', requests: {} }],
    body: {
      deployment_config: {
        node_selector: { pool: 'a', 'kubernetes.io/arch': 'amd64' },
      },
    },
  },
  {
    offers: 'the tag for all processors',
    code: 'ImagePlatform',
    config: { image: 'vllm/vllm-openai:v0.11.2-aarch64' },
    resolved: { image: 'vllm/vllm-openai:v0.11.2-aarch64' },
    body: { deployment_config: { image: 'vllm/vllm-openai:v0.11.2' } },
  },
  {
    offers: 'the metric as it is called now',
    code: 'ScalingMetricRenamed',
    found: { metric: 'kv_cache_usage_perc' },
    config: {
      enable_autoscaling: true,
      autoscaling_config: {
        min_replicas: 1,
        max_replicas: 2,
        // of a model that was taken when engines still had it
        target_metric: 'gpu_cache_usage_perc' as never,
        target_value: '0.5',
      },
    },
    resolved: {
      scaling: {
        mode: 'autoscaled',
        minReplicas: 1,
        maxReplicas: 2,
        targetMetric: 'gpu_cache_usage_perc',
        targetValue: '0.5',
        scaleDownDelay: '5m',
      },
    },
    body: {
      deployment_config: {
        autoscaling_config: { target_metric: 'kv_cache_usage_perc' },
      },
    },
  },
  {
    offers: 'a GPU',
    code: 'NoGpuVisible',
    config: { gpu_count: 0 },
    body: { deployment_config: { gpu_count: 1 } },
  },
  ...['OutOfMemory', 'Killed', 'HostMemoryTooSmall'].map(code => ({
    offers: `more memory, by ${code}`,
    code,
    body: { requirements: { memory: '24Gi' } },
  })),
  {
    ...ON_L4,
    offers: 'more memory, where a node has it',
    code: 'OutOfMemory',
    nodes: [L4],
    body: { requirements: { memory: '24Gi' } },
  },
  {
    offers: 'more memory, of which shared memory is a part',
    code: 'SharedMemoryTooSmall',
    config: { gpu_count: 2 },
    resolved: { gpu: { count: 2, resourceName: 'nvidia.com/gpu' } },
    body: { requirements: { memory: '24Gi' } },
  },
  {
    offers: 'a longer start',
    code: 'StartupTimeout',
    body: { deployment_config: { initial_delay_seconds: 3600 } },
  },
  ...['DiskFull', 'EphemeralStorageExceeded'].map(code => ({
    offers: `a claim, by ${code}`,
    code,
    body: { deployment_config: { enable_pvc: true } },
  })),
  {
    offers: 'a claim of the only class, where none is the default',
    code: 'DiskFull',
    storageClasses: { hasDefault: false, names: ['fast'] },
    body: { deployment_config: { enable_pvc: true, storage_class: 'fast' } },
  },
  {
    offers: 'a larger claim',
    code: 'DiskFull',
    config: { enable_pvc: true, storage_size: '50Gi' },
    resolved: {
      storage: {
        kind: 'own',
        claimName: 'a',
        size: '50Gi',
        storageClass: 'b',
        accessMode: 'ReadWriteOnce',
      },
    },
    body: { deployment_config: { storage_size: '100Gi' } },
  },
  {
    offers: 'its own command',
    code: 'ContainerStartFailed',
    config: { command: ['vlm', 'serve'] },
    body: { deployment_config: { command: null } },
  },
  {
    offers: 'its own command, and arguments as they come behind it',
    code: 'ContainerStartFailed',
    config: { command: ['vlm'], args: ['serve', 'a/b'] },
    body: { deployment_config: { command: null, args: ['a/b'] } },
  },
  {
    offers: 'an image that the node may pull',
    code: 'ImageNotOnNode',
    config: { image_pull_policy: 'Never' },
    body: { deployment_config: { image_pull_policy: 'IfNotPresent' } },
  },
];

/** What nothing is offered for. */
export const NOT_FIXED: FixCase[] = [
  ...[[], ['fast', 'slow']].map(names => ({
    offers: `a claim of one of ${names.length} classes`,
    code: 'EphemeralStorageExceeded',
    storageClasses: { hasDefault: false, names },
  })),
  {
    offers: 'an argument that is not in the body',
    code: 'UnknownArgument',
    found: { arguments: '--no-such' },
  },
  {
    offers: 'a command of its own',
    code: 'LoraNotEnabled',
    config: { command: ['vllm', 'serve'] },
  },
  {
    offers: 'an argument that is there',
    code: 'LoraNotEnabled',
    config: { extra_args: ['--enable-lora'] },
  },
  {
    offers: 'a claim of others',
    code: 'DiskFull',
    resolved: { storage: { kind: 'shared', claimName: 'a' } },
  },
  {
    offers: 'a value that is no typo',
    code: 'InvalidArgument',
    found: { options: '--dtype', value: 'int4', choices: DTYPES },
    config: { extra_args: ['--dtype=int4'] },
  },
  {
    offers: 'a value whose figures mean another',
    code: 'InvalidArgument',
    found: {
      options: '--dtype',
      value: 'float8',
      choices: 'auto, float, float16, float32',
    },
    config: { extra_args: ['--dtype=float8'] },
  },
  {
    offers: 'a tool that a compiler lacks',
    code: 'CompilationFailed',
    found: { tool: 'gcc' },
  },
  {
    offers: 'a metric that may not be asked for',
    code: 'ScalingMetricRenamed',
    found: { metric: 'gpu_cache_usage_perc' },
  },
  {
    offers: 'shared memory that is as large as it gets',
    code: 'SharedMemoryTooSmall',
    resolved: { sharedMemoryBytes: 2 ** 30 },
  },
  {
    offers: "an image without the engine's own command",
    code: 'ContainerStartFailed',
    config: { command: ['/opt/bin/vllm', 'serve'] },
  },
  {
    ...ON_L4,
    offers: 'GPUs that others have',
    code: 'GpuOutOfMemory',
    nodes: [
      aNode('l4', { gpus: 2, taken: 2 }),
      { ...A100, unschedulable: true },
    ],
  },
  {
    ...ON_L4,
    offers: 'GPUs that not all replicas would find',
    code: 'GpuOutOfMemory',
    resolved: { ...ON_L4.resolved, scaling: { mode: 'fixed', replicas: 2 } },
    nodes: [L4, A100],
  },
  {
    ...ON_L4,
    offers: 'GPUs for which the image is not built',
    code: 'GpuOutOfMemory',
    config: { image: 'vllm/vllm-openai:v0.32.0' },
    nodes: [FULL_L4, MI300X],
  },
  {
    offers: 'more GPUs than it may have',
    code: 'TooFewGpus',
    found: { world: '4' },
    requirements: { gpu: { max_gpus: 2 } },
  },
  {
    ...ON_L4,
    offers: 'more memory than any node has',
    code: 'OutOfMemory',
    resolved: { ...ON_L4.resolved, memory: '200Gi' },
    nodes: [L4],
  },
  {
    offers: 'processors of which there is one kind',
    code: 'ImagePlatform',
  },
  {
    offers: 'a failure of which nothing was found',
    code: 'ContextTooLong',
  },
  {
    offers: 'what needs a person',
    code: 'GatedModel',
  },
  {
    offers: 'a number format of which nothing better is known',
    code: 'DtypeUnsupported',
  },
  {
    offers: 'a model that has no other number format in its arguments',
    code: 'DtypeUnsupported',
    found: { model: 'gemma3' },
  },
  {
    offers: 'a number format that the arguments do not ask for',
    code: 'DtypeUnsupported',
    found: { model: 'gemma3' },
    config: { extra_args: ['--dtype=bfloat16'] },
  },
  {
    offers: 'a compilation that an image lacks the tools for',
    code: 'CompilationFailed',
    found: { tool5: 'cannot find -lcuda' },
  },
  {
    offers: 'a compilation of an engine that has no such option',
    code: 'CompilationFailed',
    resolved: { runtime: 'sglang' },
  },
];
