import { configLines, loadLines } from './startLog';

/** How an engine's log ends, and what the process says to its parent. */
export interface Crash {
  readonly exitCode: number;
  readonly lines: readonly string[];
}

const api = '(APIServer pid=1) ERROR 11-23 10:00:31';
const core = '(EngineCore_DP0 pid=77) ERROR 11-23 10:00:31 [core.py:708]';
const ENGINE_FAILED =
  'RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}';

/** The argument parser refuses: nothing but its usage text. */
export function refused(...message: string[]): Crash {
  return {
    exitCode: 2,
    lines: [
      'usage: vllm serve [model_tag] [options]',
      ...message.map(line => `vllm: error: ${line}`),
    ],
  };
}

/** The API server itself gives up, before there is an engine. */
export function failedEarly(...proof: string[]): Crash {
  return {
    exitCode: 1,
    lines: [
      ...configLines.slice(0, 3),
      '(APIServer pid=1) Traceback (most recent call last):',
      ...apiFrames,
      ...proof.map(line => `(APIServer pid=1) ${line}`),
    ],
  };
}

/** The engine process fails: the proof stands before the server's own, longer, farewell. */
function failedInEngine(before: readonly string[], ...proof: string[]): Crash {
  return {
    exitCode: 1,
    lines: [
      ...before,
      `${core} EngineCore failed to start.`,
      `${core} Traceback (most recent call last):`,
      ...engineFrames.map(line => `${core} ${line}`),
      ...proof.map(line => `${core} ${line}`),
      ...farewell,
      `(APIServer pid=1) ${ENGINE_FAILED}`,
    ],
  };
}

const apiFrames = [
  '(APIServer pid=1)   File "/usr/local/bin/vllm", line 10, in <module>',
  '(APIServer pid=1)     sys.exit(main())',
];

const engineFrames = [
  '  File "/usr/local/lib/python3.12/dist-packages/vllm/v1/engine/core.py", line 699, in run_engine_core',
  '  File "/usr/local/lib/python3.12/dist-packages/vllm/v1/engine/core.py", line 498, in __init__',
];

/** As long as the real one, so that the proof falls out of the last 80 lines and 2,048 bytes. */
const farewell = [
  `${api} [async_llm.py:540] waiting for the engine failed`,
  '(APIServer pid=1) Traceback (most recent call last):',
  ...Array.from({ length: 45 }, (_, index) => [
    `(APIServer pid=1)   File "/usr/local/lib/python3.12/dist-packages/vllm/v1/engine/utils.py", line ${
      700 + index
    }, in wait_for_engine_startup`,
    '(APIServer pid=1)     yield self',
  ]).flat(),
];

/** One crash by the last part of its scenario's name. */
export const crashes = {
  'bad-option': refused('unrecognized arguments: --task embed'),
  'cuda-out-of-memory': failedInEngine(
    [...configLines, loadLines[0]],
    'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 1.16 GiB. GPU 0 has a total capacity of 22.04 GiB of which 640.12 MiB is free. Including non-PyTorch memory, this process has 21.40 GiB memory in use.',
  ),
  'max-model-len': failedEarly(
    "Value error, User-specified max_model_len (131072) is greater than the derived max_model_len (max_position_embeddings=40960 or model_max_length=None in model's config.json). To allow overriding this maximum, set the env var VLLM_ALLOW_LONG_MAX_MODEL_LEN=1",
  ),
  'kv-cache': failedInEngine(
    [...configLines, ...loadLines],
    "ValueError: To serve at least one request with the model's max seq len (131072), (16.00 GiB KV cache is needed, which is larger than the available KV cache memory (3.98 GiB). Based on the available memory, the estimated maximum model length is 32640. Try increasing `gpu_memory_utilization` or decreasing `max_model_len` when initializing the engine.",
  ),
  'gated-repo': failedEarly(
    'OSError: You are trying to access a gated repo.',
    'Make sure to have access to it at https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct.',
    '401 Client Error. (Request ID: Root=1-00000000-000000000000000000000000)',
    'Cannot access gated repo for url https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct/resolve/main/config.json.',
    'Access to model meta-llama/Llama-3.1-8B-Instruct is restricted. You must have access to it and be authenticated to access it. Please log in.',
  ),
  'repo-not-found': failedEarly(
    "OSError: acme/no-such-model is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'",
    'If this is a private repository, make sure to pass a token having permission to this repo either by logging in with `hf auth login` or by passing `token=<your_token>`',
  ),
  'hub-unreachable': {
    exitCode: 1,
    lines: [
      ...configLines.slice(0, 3),
      ...[1, 2, 3, 4, 5].flatMap(attempt => [
        "(APIServer pid=1) '[Errno -2] Name or service not known' thrown while requesting HEAD https://huggingface.co/Qwen/Qwen3-8B/resolve/main/config.json",
        `(APIServer pid=1) Retrying in ${Math.min(
          2 ** (attempt - 1),
          8,
        )}s [Retry ${attempt}/5].`,
      ]),
      ...apiFrames,
      "(APIServer pid=1) OSError: We couldn't connect to 'https://huggingface.co' to load the files, and couldn't find them in the cached files.",
    ],
  },
  'shared-memory': failedInEngine(
    configLines,
    'OSError: Insufficient space in /dev/shm for shared-memory allocation: 2560 MiB required, 64 MiB free',
  ),
  'disk-full': failedInEngine(
    [...configLines, loadLines[0]],
    'OSError: [Errno 28] No space left on device',
  ),
  'unsupported-architecture': failedEarly(
    "Value error, Model architectures ['AcmeForCausalLM'] are not supported for now.",
  ),
  'tensor-parallel': failedEarly(
    'Value error, Total number of attention heads (32) must be divisible by tensor parallel size (3).',
  ),
  'no-gpu': failedEarly('RuntimeError: Failed to infer device type'),
} as const satisfies Record<string, Crash>;

/** What a kubelet keeps of a log for the termination message: its last 80 lines, at most 2,048 bytes. */
export function tailForTermination(lines: readonly string[]): string {
  const text = `${lines.slice(-80).join('\n')}\n`;
  return Buffer.from(text).subarray(-2048).toString();
}
