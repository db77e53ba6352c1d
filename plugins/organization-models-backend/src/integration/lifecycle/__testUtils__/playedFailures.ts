import { mending } from '@orgmodels/dev-cluster';

/** Where nothing else runs: it takes all with it that does. */
export const LOST_NODE = 'gpu-l4-4';

/** A failure that a pod plays, what tells of it, and what ends it. */
export type Failure = {
  code: string;
  /** Of a text that proves it. */
  proof: RegExp;
  /** Of the model that plays it, besides its image. */
  fields?: Record<string, unknown>;
  config?: Record<string, unknown>;
  onGpus?: boolean;
  /** jq: what the pod has where the fix is right; scenarios have their own. */
  mended?: string;
} & (
  | {
      /** Title of what is offered. */
      fix: RegExp;
      why?: never;
      passes?: never;
    }
  | {
      fix?: never;
      /** Why nothing can be: who has to do what. */
      why: string;
      /** It befalls a model that runs, and ends without a change of it. */
      passes?: true;
    }
);

/** Added arguments are held to the version that the image tells. */
const typo = { args: ['Qwen/Qwen3-0.6B', '--task', 'embed'] };

/** By scenario of the catalogue. */
export const FAILURES: Record<string, Failure> = {
  'unknown-scenario': {
    code: 'ContainerWaiting',
    proof: /no played kubelet knows/,
    why: 'what nobody has words for is shown as it is',
  },
  'invalid-image-name': {
    code: 'InvalidImageName',
    proof: /invalid reference format/,
    why: 'only a person knows which image was meant',
  },
  'image-pull-not-found': {
    code: 'ImageNotFound',
    proof: /not found/,
    why: 'only a person knows which image was meant',
  },
  'image-pull-not-found-older-kubelet': {
    code: 'ImageNotFound',
    proof: /not found/,
    why: 'only a person knows which image was meant',
  },
  'image-pull-denied': {
    code: 'ImageAccessDenied',
    proof: /insufficient_scope/,
    why: 'the credentials are with a person',
  },
  'image-pull-rate-limited': {
    code: 'ImageRateLimited',
    proof: /429/,
    why: 'the registry has to let it in',
  },
  'image-pull-server-error': {
    code: 'ImageRegistryError',
    proof: /500/,
    why: 'the registry has to work again',
  },
  'secret-missing': {
    code: 'SecretMissing',
    proof: /secret ".*" not found/,
    why: 'what was in the Secret is known to a person alone',
  },
  'volume-secret-missing': {
    code: 'VolumeSourceMissing',
    proof: /not found/,
    why: 'what was in the Secret is known to a person alone',
  },
  'start-error': {
    code: 'ContainerStartFailed',
    proof: /executable file not found/,
    why: 'the image is none of the engine',
  },
  'wrong-command': {
    code: 'ContainerStartFailed',
    proof: /"vlm": executable file not found/,
    config: { command: ['vlm', 'serve', 'Qwen/Qwen3-0.6B'] },
    fix: /own command/,
  },
  'crash-loop': {
    code: 'UnknownArgument',
    proof: /--task embed/,
    config: typo,
    fix: /--runner pooling/,
  },
  'crash-loop-older-kubelet': {
    code: 'UnknownArgument',
    proof: /--task embed/,
    config: typo,
    fix: /--runner pooling/,
  },
  'crash-loop-bad-option': {
    code: 'UnknownArgument',
    proof: /--task embed/,
    config: typo,
    fix: /--runner pooling/,
  },
  'crash-loop-cuda-out-of-memory': {
    code: 'GpuOutOfMemory',
    proof: /CUDA out of memory/,
    onGpus: true,
    fix: /Split it: 2/,
  },
  'crash-loop-max-model-len': {
    code: 'ContextBeyondModel',
    proof: /131072/,
    config: { max_model_len: 131072 },
    fix: /40960/,
  },
  'crash-loop-kv-cache': {
    code: 'ContextTooLong',
    proof: /estimated maximum model length/,
    onGpus: true,
    fix: /31744/,
  },
  'crash-loop-gated-repo': {
    code: 'GatedModel',
    proof: /gated repo/,
    why: 'the token is with a person, who accepted the licence',
  },
  'crash-loop-repo-not-found': {
    code: 'ModelNotFound',
    proof: /no-such-model/,
    why: 'only a person knows which model was meant',
  },
  'crash-loop-hub-unreachable': {
    code: 'HubDns',
    proof: /Name or service not known|connect to/,
    why: 'the way to the hub is for administrators to open',
  },
  'crash-loop-shared-memory': {
    code: 'SharedMemoryTooSmall',
    proof: /2560 MiB required/,
    onGpus: true,
    config: { gpu_count: 2 },
    fields: { requirements: { cpu: '1', memory: '8Gi' } },
    fix: /12Gi/,
  },
  'crash-loop-disk-full': {
    code: 'DiskFull',
    proof: /No space left/,
    fix: /claim/,
  },
  'crash-loop-unsupported-architecture': {
    code: 'UnsupportedArchitecture',
    proof: /AcmeForCausalLM/,
    why: 'which image knows it is not known here',
  },
  'crash-loop-tensor-parallel': {
    code: 'TensorParallelInvalid',
    proof: /divisible by tensor parallel size \(3\)/,
    onGpus: true,
    config: { gpu_count: 3 },
    fix: /2 per replica/,
  },
  'crash-loop-no-gpu': {
    code: 'NoGpuVisible',
    proof: /device type/,
    config: { image: 'vllm/vllm-openai:v0.32.0-scenario-crash-loop-no-gpu' },
    fix: /GPU/,
  },
  'oom-killed': {
    code: 'OutOfMemory',
    proof: /137/,
    fields: { requirements: { cpu: '100m', memory: '16Gi' } },
    fix: /24Gi/,
  },
  'oom-killed-older-kubelet': {
    code: 'OutOfMemory',
    proof: /137/,
    fields: { requirements: { cpu: '100m', memory: '16Gi' } },
    fix: /24Gi/,
  },
  'startup-probe-fails': {
    code: 'StartupTimeout',
    proof: /startup probe/,
    fix: /3600 seconds/,
  },
  'engine-dies': {
    code: 'EngineDied',
    proof: /died unexpectedly|EngineDeadError/,
    why: 'the engine is at fault, and starts again by itself',
  },
  'readiness-flapping': {
    code: 'NotAnswering',
    proof: /Readiness probe failed/,
    why: 'it answers again by itself',
  },
  evicted: {
    code: 'Evicted',
    proof: /low on resource/,
    why: 'the node has to have room',
  },
  'evicted-own-limit': {
    code: 'EphemeralStorageExceeded',
    proof: /exceeds the total limit/,
    fix: /claim/,
  },
  'topology-refused': {
    code: 'TopologyRefused',
    proof: /Topology locality/,
    why: 'the nodes have to be others, or less full',
  },
  'node-lost': {
    code: 'NodeLost',
    proof: /Ready/,
    config: {
      node_selector: { 'kubernetes.io/hostname': LOST_NODE },
      tolerations: [{ key: LOST_NODE, operator: 'Exists' }],
    },
    why: 'the node has to come back, or to be removed',
    passes: true,
  },
  'no-chat-template': {
    code: 'AnswerRefused',
    proof: /chat template/,
    why: 'a template has to be written',
  },
  'empty-answers': {
    code: 'AnswerInvalid',
    proof: /\[DONE\]/,
    why: 'the weights have to be others',
  },
  'demo-long-context': {
    code: 'ContextTooLong',
    proof: /estimated maximum model length/,
    onGpus: true,
    fix: /31744/,
  },
  'demo-typo': {
    code: 'UnknownArgument',
    proof: /--enforce-eagr/,
    config: { extra_args: ['--enforce-eagr'] },
    fix: /--enforce-eager/,
  },
  'demo-small-memory': {
    code: 'OutOfMemory',
    proof: /137/,
    fields: { requirements: { cpu: '100m', memory: '4Gi' } },
    fix: /6Gi/,
  },
  'demo-custom-code': {
    code: 'CustomCode',
    proof: /custom code/,
    fix: /--trust-remote-code/,
  },
  'demo-never-pulled': {
    code: 'ImageNotOnNode',
    proof: /not present with pull policy/,
    config: { image_pull_policy: 'Never' },
    fix: /pull the image/,
  },
};

const FOLDER = 'the folder of the model has to be another, or complete';
const HUB = 'the hub, or the way to it, has to work again';

/** By scenario of a log that was captured. */
export const REPLAYED: Record<string, Failure> = {
  'replay-arg-chat-template-missing-file': {
    code: 'ChatTemplateMissing',
    proof: /nope\.jinja/,
    why: 'only a person knows which file was meant',
  },
  'replay-arg-dtype-choice': {
    code: 'InvalidArgument',
    proof: /float8/,
    config: { extra_args: ['--dtype', 'float8'] },
    why: 'no choice is so near that it was meant',
  },
  'replay-arg-empty-string': {
    code: 'EmptyArgument',
    proof: /unrecognized arguments:/,
    why: 'no model is taken that has one: it comes of a shell',
  },
  'replay-arg-gpu-util-1-5': {
    code: 'InvalidArgument',
    proof: /input_value=1.5/,
    why: 'only a person knows which share was meant',
  },
  'replay-arg-gpu-util-auto-kv': {
    code: 'HostMemoryTooSmall',
    proof: /Available memory on node 0/,
    mended: mending.memoryAbove(1),
    fix: /2Gi/,
  },
  'replay-arg-lora-without-enable': {
    code: 'LoraNotEnabled',
    proof: /LoRA is not enabled/,
    mended: mending.hasArgument('--enable-lora'),
    fix: /--enable-lora/,
  },
  'replay-arg-port-env-uri': {
    code: 'ServiceNameClash',
    proof: /VLLM_PORT/,
    why: 'the Service of that name has to be renamed',
  },
  'replay-arg-reasoning-parser-bogus': {
    code: 'ParserUnknown',
    proof: /bogus/,
    config: { extra_args: ['--reasoning-parser', 'bogus'] },
    why: 'no parser is called so nearly that it was meant',
  },
  'replay-arg-task-embed': {
    code: 'RemovedArgument',
    proof: /--runner pooling/,
    config: typo,
    mended: mending.hasArgument('--runner'),
    fix: /--runner pooling/,
  },
  'replay-hub-429': { code: 'HubRateLimited', proof: /429/, why: HUB },
  'replay-hub-500': { code: 'HubServerError', proof: /500/, why: HUB },
  'replay-hub-bad-token': {
    code: 'HubUnauthorized',
    proof: /Invalid credentials/,
    why: 'another token is with a person',
  },
  'replay-hub-cache-readonly': {
    code: 'ReadOnlyFileSystem',
    proof: /Read-only file system/,
    why: 'the image or the claim is a person’s own',
  },
  'replay-hub-disk-full-weights': {
    code: 'DiskFull',
    proof: /No space left/,
    mended: mending.hasVolume,
    fix: /claim/,
  },
  'replay-hub-gated-no-token': {
    code: 'GatedModel',
    proof: /restricted/,
    why: 'the token is with a person, who accepted the licence',
  },
  'replay-hub-tls-selfsigned': {
    code: 'HubCertificate',
    proof: /CERTIFICATE_VERIFY_FAILED/,
    why: 'the certificate is for administrators to trust',
  },
  'replay-k8s-no-gpu-cuda-build': {
    code: 'NoGpuVisible',
    proof: /device type/,
    config: {
      image: 'vllm/vllm-openai:v0.32.0-scenario-replay-k8s-no-gpu-cuda-build',
    },
    mended: mending.gpusAtLeast(1),
    fix: /GPU/,
  },
  'replay-k8s-oom-kill': {
    code: 'Killed',
    proof: /137/,
    mended: mending.memoryAbove(1),
    fix: /2Gi/,
  },
  'replay-model-config-corrupt': {
    code: 'ConfigInvalid',
    proof: /not a valid JSON/,
    why: FOLDER,
  },
  'replay-model-lfs-pointer': {
    code: 'WeightsLfsPointer',
    proof: /header too large/,
    why: FOLDER,
  },
  'replay-model-no-config': {
    code: 'ModelFolderIncomplete',
    proof: /tiny-noconfig/,
    why: FOLDER,
  },
  'replay-model-no-tokenizer': {
    code: 'TokenizerMissing',
    proof: /backend tokenizer/,
    why: FOLDER,
  },
  'replay-model-no-weights': {
    code: 'WeightsMissing',
    proof: /model weights/,
    why: FOLDER,
  },
  'replay-model-truncated': {
    code: 'WeightsCorrupt',
    proof: /incomplete metadata/,
    why: FOLDER,
  },
  'replay-run-worker-killed': {
    code: 'WorkerDied',
    proof: /died unexpectedly/,
    why: 'what killed it is told by nobody',
  },
  'replay-tp2': {
    code: 'TooFewNumaNodes',
    proof: /NUMA/,
    why: 'the nodes have to be others',
  },
  'replay-tp3-heads': {
    code: 'TensorParallelInvalid',
    proof: /divisible by tensor parallel size \(3\)/,
    onGpus: true,
    config: { gpu_count: 3 },
    mended: mending.optionIs(
      '--tensor-parallel-size',
      '2 % ($value | tonumber) == 0',
    ),
    fix: /2 per replica/,
  },
};

/** What is no failure, or none that a model's pod can play. */
export const NO_FAILURES: Record<string, string> = {
  'normal-start': 'a good start',
  'instant-start': 'a good start',
  'plain-pod': 'no model',
  job: 'no model',
  'real-engine': 'a good start, in earnest',
  'slow-termination': 'a good end',
  'image-pull-hangs': 'slow is told of after minutes',
  'replay-hub-hang': 'ended by who captured it, after minutes of silence',
};
