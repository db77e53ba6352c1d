import { BUILT_IN_RUNTIMES } from '../../engines/findRuntime';
import { diagnoseLog } from './diagnoseLog';

const [VLLM, SGLANG] = BUILT_IN_RUNTIMES;

/** The first finding of a container that ended with that code. */
function read(lines: string[], engine = VLLM, exitCode = 1) {
  return diagnoseLog(lines, { engine, object: 'Pod/a', exitCode })[0];
}

type Row = [code: string, message: RegExp, ...lines: string[]];

// engines whose logs nobody takes apart here, and scripts before an engine
const OTHERS: Row[] = [
  [
    'GpuOutOfMemory',
    /cudaMalloc failed/,
    'warning: failed to mlock 827228160-byte buffer: Cannot allocate memory',
    "srv    load_model: loading model '/models/x.gguf'",
    'ggml_backend_cuda_buffer_type_alloc_buffer: allocating 40960.00 MiB on device 0: cudaMalloc failed: out of memory',
    'alloc_tensor_range: failed to allocate CUDA0 buffer of size 42949672960',
    "common_init_from_params: failed to load model '/models/x.gguf'",
    'main: exiting due to model loading error',
  ],
  [
    'WeightsMissing',
    /failed to open GGUF file/,
    "gguf_init_from_file: failed to open GGUF file '/models/x.gguf'",
    'llama_model_load_from_file_impl: failed to load model',
  ],
  [
    'UnsupportedArchitecture',
    /qwen35moe/,
    "llama_model_load: error loading model: error loading model architecture: unknown model architecture: 'qwen35moe'",
    'llama_model_load_from_file_impl: failed to load model',
  ],
  [
    'UnknownArgument',
    /--max-model-len/,
    'error: invalid argument: --max-model-len',
    '',
    'usage: llama-server [options]',
  ],
  [
    'UnknownArgument',
    /--max-model-len/,
    "error: unexpected argument '--max-model-len' found",
    '',
    "  tip: a similar argument exists: '--max-total-tokens'",
  ],
  [
    'InvalidArgument',
    /'int4'/,
    "error: invalid value 'int4' for '--quantize <QUANTIZE>'",
    '  [possible values: awq, gptq, fp8]',
  ],
  [
    'GpuOutOfMemory',
    /Tried to allocate/,
    '{"timestamp":"2025-03-10T04:28:16Z","level":"INFO","fields":{"message":"Args"},"target":"text_generation_launcher"}',
    '{"timestamp":"2025-03-10T04:28:56Z","level":"ERROR","fields":{"message":"Shard complete standard error output:\\n\\nTraceback (most recent call last):\\n  File \\"/usr/src/server/cli.py\\", line 116, in serve\\n    server.serve(\\n\\ntorch.OutOfMemoryError: CUDA out of memory. Tried to allocate 112.00 MiB."},"target":"text_generation_launcher"}',
    'Error: ShardCannotStart',
  ],
  [
    'NativeCrash',
    /signal 4/,
    '2024-03-06T17:53:31.052367Z ERROR shard-manager: text_generation_launcher: Shard complete standard error output:',
    ' rank=0',
    '2024-03-06T17:53:31.052444Z ERROR shard-manager: text_generation_launcher: Shard process was signaled to shutdown with signal 4 rank=0',
    'Error: ShardCannotStart',
  ],
  [
    'HostMemoryTooSmall',
    /SIGKILL/,
    '2024-03-06T17:53:31.052444Z ERROR shard-manager: text_generation_launcher: Shard process was signaled to shutdown with signal 9 rank=0',
    'Error: ShardCannotStart',
  ],
  [
    'GpuOutOfMemory',
    /cudaMallocAsync/,
    'I0620 08:00:00.0 1 server.cc:604] no error yet',
    `E0620 08:00:10.1 1 model_lifecycle.cc:654] "failed to load 'tensorrt_llm' version 1: Internal: [TensorRT-LLM][ERROR] CUDA runtime error in ::cudaMallocAsync(ptr, n): out of memory"`,
    'error: creating server: Internal - failed to load all models',
  ],
  [
    'CrashLoop',
    /ended with exit code 1 .*not available: postprocessing/,
    `E0620 08:00:10.1 1 model_lifecycle.cc:654] "failed to load 'tensorrt_llm' version 1: Invalid argument: ensemble contains models that are not available: postprocessing"`,
    'error: creating server: Internal - failed to load all models',
  ],
  [
    'InvalidArgument',
    /yaml\/yml type/,
    'vllm serve: error: The config file must be of a yaml/yml type. x.json provided',
  ],
  [
    'NotWritable',
    /\/models/,
    "mkdir: cannot create directory '/models': Permission denied",
  ],
  [
    'PackageMissing',
    /hf-transfer/,
    'ERROR: Could not find a version that satisfies the requirement hf-transfer (from versions: none)',
    'ERROR: No matching distribution found for hf-transfer',
  ],
];

// raised in these files, in the server of vLLM
const RAISED: Row[] = [
  [
    'InvalidArgument',
    /Hybrid KV cache manager is disabled/,
    'vllm/v1/core/kv_cache_utils.py',
    'ValueError: Hybrid KV cache manager is disabled but failed to convert the KV cache specs to one unified type.',
  ],
  [
    'WeightsMismatch',
    /GGUF parameters/,
    'vllm/model_executor/model_loader/gguf_loader.py',
    'RuntimeError: failed to map GGUF parameters (18288)',
  ],
  [
    'AttentionBackendInvalid',
    /headdim/,
    'vllm/vllm_flash_attn/flash_attn_interface.py',
    'RuntimeError: This flash attention build does not support headdim not being a multiple of 32.',
  ],
  [
    'GpuTooOld',
    /sm75/,
    'flashinfer/jit/core.py',
    'RuntimeError: FlashInfer requires GPUs with sm75 or higher',
  ],
  [
    'HubUnreachable',
    /beside the model/,
    'flashinfer/artifacts.py',
    'RuntimeError: Failed to get checksum for https://artifacts.example.com/x',
  ],
  // accelerators other than those of NVIDIA and AMD
  ...(
    [
      [
        'GpuBroken',
        'RuntimeError: synStatus=26 [Generic failure] Device acquire failed.',
      ],
      [
        'GpuMemoryTaken',
        'RuntimeError: synStatus=20 [Device already acquired] Device acquire failed.',
      ],
      [
        'NoGpuVisible',
        'RuntimeError: synStatus=8 [Device not found] Device acquire failed.',
      ],
      [
        'GpuOutOfMemory',
        'RuntimeError: [Rank:0] FATAL ERROR :: MODULE:PT_DEVMEM Allocation failed for size::1073741824 (1024)MB',
      ],
      [
        'GpuOutOfMemory',
        'RuntimeError: Native API failed. Native API returns: 39 (UR_RESULT_ERROR_OUT_OF_DEVICE_MEMORY)',
      ],
      [
        'GpuBroken',
        'RuntimeError: Native API failed. Native API returns: 20 (UR_RESULT_ERROR_DEVICE_LOST)',
      ],
      [
        'NoGpuVisible',
        'RuntimeError: The PyTorch Neuron Runtime could not be initialized.',
      ],
      [
        'NoGpuVisible',
        "RuntimeError: Unable to initialize backend 'tpu': TPU initialization failed: open(/dev/accel0): Operation not permitted",
      ],
    ] as const
  ).map(([code, words]): Row => [code, /./, 'vllm/v1/worker/x.py', words]),
  [
    'HubCertificate',
    /./,
    'huggingface_hub/file_download.py',
    'RuntimeError: Data processing error: CAS service error : Reqwest Error: error sending request for url (https://cas-server.xethub.hf.co/v1/x): client error (Connect): invalid peer certificate: UnknownIssuer',
  ],
  [
    'HubUnreachable',
    /./,
    'huggingface_hub/file_download.py',
    'RuntimeError: Data processing error: CAS service error : ReqwestMiddleware Error: Request failed after 5 retries',
  ],
  [
    'HubUnreachable',
    /./,
    'huggingface_hub/file_download.py',
    'huggingface_hub.errors.FileMetadataError: Distant resource does not seem to be on huggingface.co.',
  ],
  [
    'HubUnreachable',
    /./,
    'botocore/httpsession.py',
    'botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "https://s3.example.com/models"',
  ],
  [
    'DownloadCorrupt',
    /./,
    'huggingface_hub/file_download.py',
    'RuntimeError: Data processing error: Internal Writer Error: Background writer channel closed',
  ],
  [
    'ModelNotFound',
    /./,
    'modelscope/hub/errors.py',
    'modelscope.hub.errors.NotExistError: The model: a/b not found',
  ],
  [
    'InvalidArgument',
    /may not listen on port 80/,
    'uvicorn/server.py',
    "PermissionError: [Errno 13] error while attempting to bind on address ('0.0.0.0', 80): permission denied",
  ],
  [
    'InvalidArgument',
    /may not listen on its port/,
    'vllm/entrypoints/openai/api_server.py',
    'PermissionError: [Errno 13] Permission denied',
  ],
  [
    'InvalidArgument',
    /--host/,
    'vllm/entrypoints/openai/api_server.py',
    'OSError: [Errno 99] Cannot assign requested address',
  ],
];

describe('diagnoseLog', () => {
  it.each(OTHERS)('knows %s of other programs: %s', (code, message, ...lines) =>
    expect(read(lines)).toMatchObject({
      code,
      message: expect.stringMatching(message),
    }),
  );

  it.each(RAISED)('knows %s: %s in %s', (code, message, file, ...words) => {
    const lines = [
      'INFO 02-10 13:34:26 [api_server.py:1805] vLLM API server version 0.16.0',
      'Traceback (most recent call last):',
      `  File "/usr/local/lib/python3.12/dist-packages/${file}", line 12, in f`,
      '    raise X(',
      ...words,
    ];
    expect(read(lines)).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('knows kernels of SGLang that cannot be loaded', () => {
    const lines = [
      'Traceback (most recent call last):',
      '  File "/usr/local/lib/python3.12/dist-packages/sgl_kernel/load_utils.py", line 188, in _load',
      '    raise ImportError(error_msg)',
      'ImportError: ',
      '[sgl_kernel] CRITICAL: Could not load any common_ops library!',
      '',
      'GPU Info:',
      '- Compute capability: 75',
    ];
    expect(read(lines, SGLANG)).toMatchObject({
      code: 'LibraryMissing',
      message: expect.stringContaining('common_ops'),
    });
  });

  it.each([
    ['while it runs', undefined],
    ['when it ends well', 0],
    ['when it is told to end', 143],
  ])('takes no complaint of another program for a failure %s', (_, exitCode) =>
    expect(
      diagnoseLog(
        [
          'load_backend: failed to find ggml_backend_init in /app/libggml-cuda.so',
          'main: server is listening on http://0.0.0.0:8080',
          'srv  send_error: request failed: out of memory',
        ],
        { engine: VLLM, object: 'Pod/a', exitCode },
      ),
    ).toEqual([]),
  );

  it('takes no notice of pip for a failure', () =>
    expect(
      diagnoseLog(
        [
          "ERROR: pip's dependency resolver does not currently take into account all the packages that are installed.",
          'vllm 0.16.0 requires numpy<2.3, but you have numpy 2.4.0 which is incompatible.',
        ],
        { engine: VLLM, object: 'Pod/a' },
      ),
    ).toEqual([]));
});
