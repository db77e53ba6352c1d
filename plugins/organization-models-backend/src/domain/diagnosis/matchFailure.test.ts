import { vllmRuntime } from '../engines/vllm/vllmRuntime';
import { matchFailure } from './matchFailure';

describe('matchFailure', () => {
  // as vLLM 0.32.0 and its libraries wrote them
  it.each([
    ['vllm: error: unrecognized arguments: --nosuch 1', 'UnknownArgument'],
    [
      "vllm serve: error: argument --max-model-len: invalid human_readable_int value: 'x'",
      'InvalidArgument',
    ],
    [
      'ValueError: `model` should be provided as the first positional argument when using `vllm serve`.',
      'ModelFirst',
    ],
    [
      'OSError: You are trying to access a gated repo.\nMake sure to have access to it. 401 Client Error.',
      'GatedModel',
    ],
    [
      'Access to model meta-llama/Llama-3.3-70B-Instruct is restricted and you are not in the authorized list.',
      'GatedModel',
    ],
    [
      "OSError: a/b is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'",
      'ModelNotFound',
    ],
    [
      "429 Too Many Requests\nOSError: We couldn't connect to 'https://huggingface.co' to load the files",
      'HubRateLimited',
    ],
    [
      "[Errno -2] Name or service not known\nWe couldn't connect to 'https://huggingface.co'",
      'HubDns',
    ],
    [
      "certificate verify failed: [SSL: CERTIFICATE_VERIFY_FAILED]\nWe couldn't connect to",
      'HubCertificate',
    ],
    [
      "We couldn't connect to 'https://huggingface.co' to load the files",
      'HubUnreachable',
    ],
    ['OSError: [Errno 28] No space left on device', 'DiskFull'],
    [
      "User-specified max_model_len (4096) is greater than the derived max_model_len (max_position_embeddings=2048 or model_max_length=None in model's config.json).",
      'ContextBeyondModel',
    ],
    [
      'ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization`',
      'NoMemoryForCache',
    ],
    [
      'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.\nEngine core initialization failed.',
      'GpuOutOfMemory',
    ],
    [
      "Model architectures ['X'] are not supported for now. Supported architectures: dict_keys([])",
      'UnsupportedArchitecture',
    ],
    [
      'The repository a/b contains custom code which must be executed to correctly load the model.',
      'CustomCode',
    ],
    [
      'Insufficient space in /dev/shm for shared-memory allocation: 160 MiB required, 64 MiB free',
      'SharedMemoryTooSmall',
    ],
    [
      "VLLM_PORT 'tcp://10.0.0.7:8000' appears to be a URI.",
      'ServiceNameClash',
    ],
    ["PermissionError: [Errno 13] Permission denied: '/.cache'", 'NotWritable'],
    [
      'RuntimeError: Failed to infer device type, please set the environment variable',
      'NoGpuVisible',
    ],
    [
      'Engine core initialization failed. See root cause above. Failed core proc(s): {}',
      'EngineStartFailed',
    ],
  ])('knows %j', (text, code) => {
    expect(matchFailure(text, vllmRuntime.failures)?.code).toBe(code);
  });

  it.each([
    'EngineDeadError: EngineCore encountered an issue. See stack trace above for the root cause.',
    'OSError: [Errno 24] Too many open files',
    "non-default args: {'model': 'a', 'trust_remote_code': True}",
    'INFO: 10.0.0.1 - "GET /health HTTP/1.1" 200 OK',
  ])('takes no harmless line for a failure: %j', text => {
    expect(matchFailure(text, vllmRuntime.failures)).toBeUndefined();
  });

  it('says the number that would fit', () => {
    const text =
      "ValueError: To serve at least one request with the model's max seq len (131072), (0.06 GiB KV cache is needed, which is larger than the available KV cache memory (0.02 GiB). Based on the available memory, the estimated maximum model length is 32640. Try increasing";
    expect(matchFailure(text, vllmRuntime.failures)?.message).toBe(
      'The context does not fit the GPU memory that the weights leave; 32640 tokens would.',
    );
  });

  it('has every group that its messages name', () => {
    for (const { message, pattern } of vllmRuntime.failures) {
      for (const [, name] of message.matchAll(/\$<(\w+)>/g)) {
        expect(pattern.source).toContain(`(?<${name}>`);
      }
    }
  });
});
