import type { FailureFingerprint } from '../ModelRuntime';

const TOKEN_HINT =
  'Set hugging_face_token to a token whose account may read the model, and accept the licence on its page.';
const HUB_HINT =
  'The node must reach the model hub: ask the administrators for a proxy or a mirror (HF_ENDPOINT), or use a claim that holds the model.';

/**
 * What vLLM 0.8–0.33 says before it ends, causes before consequences: the hub's
 * errors all end in the same misleading "We couldn't connect", and whatever
 * fails inside the engine ends in "Engine core initialization failed".
 *
 * @remarks `EngineDeadError` is left out: ordinary endings print it, too.
 */
export const VLLM_FAILURES: FailureFingerprint[] = [
  {
    code: 'UnknownArgument',
    pattern: /unrecognized arguments: (?<arguments>[^\n]+)/,
    message: 'This version of vLLM does not know the arguments: $<arguments>',
    hint: 'Correct or remove them in args, extra_args or command, or use an image whose version knows them.',
  },
  {
    code: 'InvalidArgument',
    pattern:
      /error: (?<problem>argument -[^\n]+|the following arguments are required[^\n]*)/,
    message: 'vLLM refused an argument: $<problem>',
    hint: 'Correct it in args, extra_args or command.',
  },
  {
    code: 'ModelFirst',
    pattern:
      /`model` should be provided as the first positional argument|provide the model as a positional argument or in a config file instead of via the `--model` option\.\s*$/m,
    message: 'vLLM wants the model as the first argument.',
    hint: 'Write the model first in args, without --model, or leave args out.',
  },
  {
    code: 'GatedModel',
    pattern:
      /GatedRepoError|Access to model (?<model>\S+) is restricted|is not in the authorized list|You are trying to access a gated repo/,
    message:
      'The model is gated, and the token is missing or its account was not granted access.',
    hint: TOKEN_HINT,
  },
  {
    code: 'ModelNotFound',
    pattern:
      /RepositoryNotFoundError|is not a valid model identifier listed on|Repository Not Found for url/,
    message:
      'The model hub does not know the model, or does not show it to this token.',
    hint: `Check huggingface_id. For a private model: ${TOKEN_HINT}`,
  },
  {
    code: 'RevisionNotFound',
    pattern: /RevisionNotFoundError|is not a valid git identifier/,
    message: 'The model has no such branch, tag or commit.',
    hint: 'Correct version, or leave it out.',
  },
  {
    code: 'HubUnauthorized',
    pattern:
      /401 Client Error|HTTP Error 401|Invalid (?:user token|username or password)/,
    message: 'The model hub refused the token.',
    hint: 'Set hugging_face_token again: it is wrong, expired or revoked.',
  },
  {
    code: 'HubRateLimited',
    transient: true,
    pattern: /429 (?:Too Many Requests|Client Error)|HTTP Error 429/,
    message: 'The model hub limits the rate of downloads.',
    hint: 'Wait, or set hugging_face_token: requests with a token have a higher limit.',
  },
  {
    code: 'HubCertificate',
    pattern: /CERTIFICATE_VERIFY_FAILED/,
    message: "The model hub's certificate is not trusted in the container.",
    hint: 'Ask the administrators to configure the CA bundle for this cluster.',
  },
  {
    code: 'HubDns',
    transient: true,
    pattern:
      /Name or service not known|Temporary failure in name resolution|Failed to resolve '(?<host>[^']+)'/,
    message: "The model hub's name cannot be resolved.",
    hint: HUB_HINT,
  },
  {
    code: 'DiskFull',
    pattern: /No space left on device|Not enough free disk space/,
    message: 'The disk for the model is full.',
    hint: 'Set enable_pvc with a storage_size above the size of the model, or raise storage_size.',
  },
  {
    code: 'ContextTooLong',
    pattern: /estimated maximum model length is (?<tokens>\d+)/,
    message:
      'The context does not fit the GPU memory that the weights leave; $<tokens> tokens would.',
    hint: 'Set max_model_len to at most that, or use more or larger GPUs.',
  },
  {
    code: 'ContextTooLong',
    pattern:
      /KV cache is needed, which is larger than the available|max seq len \(\d+\) is larger than the maximum number of tokens that can be stored in KV cache/,
    message: 'The context does not fit the GPU memory that the weights leave.',
    hint: 'Lower max_model_len, or use more or larger GPUs.',
  },
  {
    code: 'ContextBeyondModel',
    pattern:
      /max_model_len \((?<asked>\d+)\) is greater than the derived max_model_len \((?<known>[^)]+)\)/,
    message:
      'max_model_len $<asked> is more than the model was made for ($<known>).',
    hint: 'Lower max_model_len, or leave it out.',
  },
  {
    code: 'NoMemoryForCache',
    pattern: /No available memory for the cache blocks/,
    message: 'The weights leave no GPU memory for the KV cache.',
    hint: 'Use more or larger GPUs (gpu_count, requirements.gpu.min_vram), or a quantized model.',
  },
  {
    code: 'GpuOutOfMemory',
    transient: true,
    pattern: /torch\.(?:cuda\.)?OutOfMemoryError|(?:CUDA|HIP) out of memory/,
    message: 'The GPU memory is too small for the model.',
    hint: 'Use more or larger GPUs (gpu_count, requirements.gpu.min_vram), a quantized model, or a lower max_model_len.',
  },
  {
    code: 'GpuMemoryTaken',
    transient: true,
    pattern:
      /Free memory on device[^\n]*is less than desired GPU memory utilization/,
    message: 'Another process holds memory of the GPU.',
    hint: 'The GPU is shared, or a process was left behind on it: tell the administrators.',
  },
  {
    code: 'TensorParallelInvalid',
    pattern:
      /(?:attention heads|vocab size|hidden size)[^\n]{0,80}must be divisible by tensor parallel size \((?<size>\d+)\)/,
    message: 'The model cannot be split over $<size> GPUs.',
    hint: 'Choose a gpu_count that divides the number of attention heads: 1, 2, 4 or 8.',
  },
  {
    code: 'TooFewGpus',
    pattern:
      /World size \((?<world>\d+)\) is larger than the number of available GPUs/,
    message:
      'The arguments ask for $<world> GPUs, and the container has fewer.',
    hint: 'Raise gpu_count, or lower the parallelism in the arguments.',
  },
  {
    code: 'UnsupportedArchitecture',
    pattern:
      /Model architectures \[(?<architectures>[^\]]*)\] (?:are not supported|failed to be inspected)|model type `(?<type>[^`]+)` but Transformers does not recognize/,
    message: "This version of vLLM does not know the model's architecture.",
    hint: 'Use a newer image.',
  },
  {
    code: 'CustomCode',
    pattern: /contains custom code which must be executed/,
    message:
      'The model brings Python code of its own, which vLLM runs only when allowed.',
    hint: 'Use a model without custom code, or ask the administrators whether --trust-remote-code is allowed.',
  },
  {
    code: 'DtypeUnsupported',
    pattern: /Bfloat16 is only supported on GPUs with compute capability/,
    message: 'The GPU is too old for bfloat16.',
    hint: 'Add --dtype half to extra_args, or ask for a newer gpu_type.',
  },
  {
    code: 'QuantizationUnsupported',
    pattern:
      /The quantization method (?<method>\S+) is not supported for the current GPU/,
    message: "The GPU does not support the model's quantization.",
    hint: 'Ask for a newer gpu_type, or use another quantization of the model.',
  },
  {
    code: 'DriverTooOld',
    pattern:
      /CUDA driver version is insufficient|forward compatibility was attempted|no kernel image is available for execution/,
    message: "The image does not fit the node's GPU or its driver.",
    hint: 'Use an image for an older CUDA (tag …-cu129), or ask the administrators for a newer driver.',
  },
  {
    code: 'NoGpuVisible',
    pattern:
      /Failed to infer device type|No CUDA GPUs are available|libcuda\.so\.1: cannot open/,
    message: 'The image needs a GPU, and the container sees none.',
    hint: 'Set gpu_count to at least 1, or use an image for CPUs. On some clusters a runtime class is missing: tell the administrators.',
  },
  {
    code: 'SharedMemoryTooSmall',
    pattern: /Insufficient space in \/dev\/shm/,
    message: 'Shared memory (/dev/shm) is too small for several GPU workers.',
    hint: 'Raise requirements.memory: shared memory is a part of it.',
  },
  {
    code: 'NotWritable',
    pattern: /Permission denied: '(?<path>[^']+)'/,
    message: 'The container may not write to $<path>.',
    hint: 'It runs as user 2000, group 0: the volume must be writable for that group, and the image must not need root.',
  },
  {
    code: 'ServiceNameClash',
    pattern: /VLLM_PORT '[^']*' appears to be a URI/,
    message:
      'A variable VLLM_PORT that Kubernetes made for a Service confuses vLLM.',
    hint: 'Remove VLLM_PORT from extra_env.',
  },
  {
    code: 'HubUnreachable',
    transient: true,
    pattern:
      /We couldn't connect to|LocalEntryNotFoundError|Connection refused|HTTP Error 50\d|Max retries exceeded with url/,
    message: 'The model hub could not be reached or did not answer properly.',
    hint: HUB_HINT,
  },
  {
    code: 'EngineStartFailed',
    transient: true,
    pattern: /Engine core initialization failed/,
    message: 'The engine failed while it started.',
    hint: 'The cause stands earlier in the log, in the first ERROR line of the EngineCore or a Worker.',
  },
];
