import { vllmRuntime } from '../../engines/vllm/vllmRuntime';
import { seeFinding } from './__testUtils__/seeFinding';
import { diagnoseLog } from './diagnoseLog';

const START =
  '(APIServer pid=7) INFO 01-02 03:04:05 [api_server.py:1896] vLLM API server version 0.11.0';
const OPTIONS =
  "(APIServer pid=7) INFO 01-02 03:04:05 [utils.py:233] non-default args: {'model': 'a/b'}";
const SERVING = 'INFO:     Application startup complete.';

/** A traceback of the server itself. */
function plain(...words: string[]): string[] {
  return [
    START,
    OPTIONS,
    'Traceback (most recent call last):',
    '  File "/usr/local/bin/vllm", line 10, in <module>',
    '    sys.exit(main())',
    ...words,
  ];
}

/** An error inside of the engine, and how the server ends after it. */
function inside(process: string, ...words: string[]): string[] {
  const prefix = `(${process} pid=99) ERROR 01-02 03:04:06 [core.py:708] `;
  return [
    START,
    OPTIONS,
    `(${process} pid=99) INFO 01-02 03:04:06 [gpu_model_runner.py:2602] Starting to load model a/b...`,
    ...[
      'EngineCore failed to start.',
      'Traceback (most recent call last):',
      '  File "/usr/local/lib/python3.12/dist-packages/vllm/v1/engine/core.py", line 699, in run_engine_core',
      '    engine_core = EngineCoreProc(*args, **kwargs)',
      ...words,
    ].map(text => prefix + text),
    'Process EngineCore_0:',
    'Traceback (most recent call last):',
    '  File "/usr/lib/python3.12/multiprocessing/process.py", line 314, in _bootstrap',
    ...words,
    'Traceback (most recent call last):',
    '  File "/usr/local/bin/vllm", line 10, in <module>',
    'RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}',
  ];
}

// messages of vLLM 0.6–0.33, PyTorch, NCCL, huggingface_hub, Ray and SGLang
const SIBLINGS: [code: string, lines: string[]][] = [
  [
    'UnknownArgument',
    [
      'usage: vllm serve [-h]',
      'vllm serve: error: unrecognized arguments: --no-such 1',
    ],
  ],
  [
    'AmbiguousArgument',
    [
      'usage: vllm serve',
      'vllm serve: error: ambiguous option: --max could match --max-model-len, --max-num-seqs',
    ],
  ],
  [
    'MissingArgument',
    [
      'usage: vllm',
      'vllm serve: error: the following arguments are required: model_tag',
    ],
  ],
  [
    'ConflictingArguments',
    [
      'usage: vllm',
      'vllm serve: error: argument --a: not allowed with argument --b',
    ],
  ],
  [
    'InvalidArgument',
    [
      'usage: api_server.py [-h]',
      "api_server.py: error: argument --max-model-len: invalid int value: '32k'",
    ],
  ],
  [
    'ParserUnknown',
    [
      'usage: vllm',
      "vllm serve: error: argument --tool-call-parser: invalid choice: 'lama' (choose from 'hermes', 'llama3_json')",
    ],
  ],
  [
    'ParserUnknown',
    plain(
      'KeyError: "invalid tool call parser: lama (chose from { hermes,llama3_json })"',
    ),
  ],
  [
    'InvalidArgument',
    plain(
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for SchedulerConfig',
      'max_num_seqs',
      '  Input should be greater than or equal to 1 [type=greater_than_equal, input_value=0, input_type=int]',
    ),
  ],
  [
    'ContextBeyondModel',
    plain(
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for ModelConfig',
      "  Value error, User-specified max_model_len (131072) is greater than the derived max_model_len (max_position_embeddings=32768 or model_max_length=None in model's config.json).",
    ),
  ],
  [
    'ContextTooLong',
    inside(
      'EngineCore_0',
      "ValueError: To serve at least one request with the models's max seq len (131072), (16.00 GiB KV cache is needed, which is larger than the available KV cache memory (9.86 GiB). Based on the available memory, the estimated maximum model length is 80768. Try increasing `gpu_memory_utilization` or decreasing `max_model_len` when initializing the engine.",
    ),
  ],
  [
    'ContextTooLong',
    plain(
      "ValueError: The model's max seq len (32768) is larger than the maximum number of tokens that can be stored in KV cache (13856). Try increasing `gpu_memory_utilization` or decreasing `max_model_len` when initializing the engine.",
    ),
  ],
  [
    'NoMemoryForCache',
    inside(
      'EngineCore',
      'ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine.',
    ),
  ],
  [
    'GpuOutOfMemory',
    inside(
      'VllmWorker TP0',
      'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 896.00 MiB. GPU 0 has a total capacity of 21.95 GiB of which 412.12 MiB is free.',
    ),
  ],
  [
    'GpuOutOfMemory',
    inside(
      'EngineCore',
      'RuntimeError: CUDA error: out of memory',
      'CUDA kernel errors might be asynchronously reported at some other API call',
    ),
  ],
  [
    'GpuOutOfMemory',
    inside(
      'EngineCore',
      'RuntimeError: CUDA out of memory occurred when warming up sampler with 1024 dummy requests. Please try lowering `max_num_seqs` or `gpu_memory_utilization` when initializing the engine.',
    ),
  ],
  [
    'GpuOutOfMemory',
    [
      'torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB.',
    ],
  ],
  [
    'GpuOutOfMemory',
    inside(
      'EngineCore',
      'torch.OutOfMemoryError: HIP out of memory. Tried to allocate 2.00 GiB.',
    ),
  ],
  [
    'GpuOutOfMemory',
    inside(
      'Worker_TP1',
      'RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`',
    ),
  ],
  [
    'GpuMemoryTaken',
    inside(
      'EngineCore',
      'ValueError: Free memory on device (10.31/79.25 GiB) on startup is less than desired GPU memory utilization (0.9, 71.33 GiB). Decrease GPU memory utilization or reduce GPU memory used by other processes.',
    ),
  ],
  [
    'TensorParallelInvalid',
    plain(
      'ValueError: Total number of attention heads (28) must be divisible by tensor parallel size (8).',
    ),
  ],
  [
    'TensorParallelInvalid',
    inside('Worker', 'AssertionError: 151655 is not divisible by 2'),
  ],
  [
    'TooFewGpus',
    plain(
      'ValueError: World size (4) is larger than the number of available GPUs (1) in this node. If this is intended and you are using: - ray, set `--distributed-executor-backend ray`.',
    ),
  ],
  [
    'TooFewGpus',
    inside(
      'EngineCore',
      'ValueError: Cannot provide a placement group of 2 bundles. Placement group creation timed out. Make sure your cluster either has enough resources or use an autoscaling cluster.',
    ),
  ],
  [
    'TooFewGpus',
    inside(
      'Worker_TP3',
      'torch.AcceleratorError: CUDA error: invalid device ordinal',
    ),
  ],
  [
    'LoraNotFound',
    plain(
      'ValueError: Loading lora sql-lora failed: No adapter found for /adapters/nope',
    ),
  ],
  [
    'LoraUnsuitable',
    inside(
      'EngineCore',
      'ValueError: LoRA rank 64 is greater than max_lora_rank 16.',
    ),
  ],
  [
    'ChatTemplateInvalid',
    plain("jinja2.exceptions.TemplateSyntaxError: unexpected '}'"),
  ],
  [
    'DtypeUnsupported',
    inside(
      'EngineCore',
      'ValueError: Bfloat16 is only supported on GPUs with compute capability of at least 8.0. Your Tesla T4 GPU has compute capability 7.5. You can use float16 instead by explicitly setting the `dtype` flag in CLI, for example: --dtype=half.',
    ),
  ],
  [
    'QuantizationUnsupported',
    plain(
      'ValueError: The quantization method fp8 is not supported for the current GPU. Minimum capability: 89. Current capability: 75.',
    ),
  ],
  [
    'QuantizationUnsupported',
    plain(
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for ModelConfig',
      "  Value error, Unknown quantization method: nosuch. Must be one of ['awq', 'fp8'].",
    ),
  ],
  [
    'LoadFormatInvalid',
    plain('ValueError: Load format `nosuch` is not supported'),
  ],
  [
    'TaskUnsupported',
    plain(
      "ValueError: This model does not support the 'embed' task. Supported tasks: {'generate'}",
    ),
  ],
  [
    'GatedModel',
    plain(
      'OSError: You are trying to access a gated repo.',
      'Make sure to have access to it at https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct.',
      '401 Client Error.',
    ),
  ],
  [
    'ModelNotFound',
    plain(
      "OSError: a/b is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'",
    ),
  ],
  [
    'InvalidRepositoryId',
    plain(
      "huggingface_hub.errors.HFValidationError: Repo id must be in the form 'repo_name' or 'namespace/repo_name': 'models/llama/x'. Use `repo_type` argument if needed.",
    ),
  ],
  [
    'RevisionNotFound',
    plain(
      'OSError: nosuch is not a valid git identifier (branch name, tag name or commit id) that exists for this model name.',
    ),
  ],
  [
    'HubDns',
    plain(
      "requests.exceptions.ConnectionError: (MaxRetryError(\"HTTPSConnectionPool(host='huggingface.co', port=443): Max retries exceeded with url: /a (Caused by NameResolutionError: Failed to resolve 'huggingface.co' ([Errno -3] Temporary failure in name resolution))\"))",
      '',
      'The above exception was the direct cause of the following exception:',
      '',
      'Traceback (most recent call last):',
      "OSError: We couldn't connect to 'https://huggingface.co' to load the files",
    ),
  ],
  [
    'HubProxy',
    plain(
      'requests.exceptions.ProxyError: Tunnel connection failed: 407 Proxy Authentication Required',
    ),
  ],
  [
    'HubUnreachable',
    plain('httpx.ConnectError: [Errno 111] Connection refused'),
  ],
  [
    'HubUnreachable',
    plain(
      "OSError: We couldn't connect to 'https://huggingface.co' to load the files, and couldn't find them in the cached files.",
    ),
  ],
  ['HubTimeout', plain('httpx.ReadTimeout: The read operation timed out')],
  [
    'HubServerError',
    plain(
      'huggingface_hub.errors.HfHubHTTPError: 503 Server Error: Service Unavailable for url: https://huggingface.co/api/models/a/b',
    ),
  ],
  [
    'HubOffline',
    plain(
      'huggingface_hub.errors.OfflineModeIsEnabled: Cannot reach https://huggingface.co/api/models/a/b: offline mode is enabled. To disable it, please unset the `HF_HUB_OFFLINE` environment variable.',
    ),
  ],
  [
    'NotWritable',
    plain("PermissionError: [Errno 13] Permission denied: '/.cache'"),
  ],
  [
    'WeightsMismatch',
    inside('Worker', "KeyError: 'layers.0.mlp.gate_proj.weight_scale'"),
  ],
  [
    'WeightsMismatch',
    inside(
      'EngineCore',
      "ValueError: Following weights were not initialized from checkpoint: {'model.layers.3.mlp.down_proj.weight'}",
    ),
  ],
  [
    'WeightsCorrupt',
    inside('EngineCore', "_pickle.UnpicklingError: invalid load key, '\\x00'."),
  ],
  [
    'CustomCode',
    plain(
      'ValueError: The repository a/b contains custom code which must be executed to correctly load the model. You can inspect the repository content at https://hf.co/a/b.',
      'Please pass the argument `trust_remote_code=True` to allow custom code to be run.',
    ),
  ],
  [
    'UnsupportedArchitecture',
    plain(
      'ValueError: The checkpoint you are trying to load has model type `newest` but Transformers does not recognize this architecture.',
    ),
  ],
  [
    'UnsupportedArchitecture',
    plain(
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for ModelConfig',
      "  Value error, Model architectures ['NewForCausalLM'] are not supported for now. Supported architectures: dict_keys(['A'])",
    ),
  ],
  [
    'PackageMissing',
    plain("ModuleNotFoundError: No module named 'flash_attn'"),
  ],
  ['ImagePlatform', ['exec /usr/local/bin/vllm: exec format error']],
  [
    'DriverTooOld',
    [
      'RuntimeError: The NVIDIA driver on your system is too old (found version 12040). Please update your GPU driver.',
    ],
  ],
  [
    'DriverTooOld',
    inside(
      'EngineCore',
      'RuntimeError: Unexpected error from cudaGetDeviceCount(). Error 803: system has unsupported display driver / cuda driver combination: CUDA driver version is insufficient for CUDA runtime version',
    ),
  ],
  [
    'GpuTooOld',
    inside(
      'EngineCore',
      'RuntimeError: CUDA error: no kernel image is available for execution on the device',
    ),
  ],
  ['NoGpuVisible', plain('RuntimeError: No CUDA GPUs are available')],
  [
    'NoGpuVisible',
    plain(
      'ImportError: libcuda.so.1: cannot open shared object file: No such file or directory',
    ),
  ],
  [
    'GpuKernelFailed',
    inside(
      'EngineCore',
      'torch.AcceleratorError: CUDA error: an illegal memory access was encountered',
    ),
  ],
  [
    'GpuBroken',
    inside(
      'Worker',
      'RuntimeError: CUDA error: uncorrectable ECC error encountered',
    ),
  ],
  [
    'GpuBroken',
    [
      '[1234.5] NVRM: Xid (PCI:0000:3b:00): 79, pid=1, GPU has fallen off the bus.',
    ],
  ],
  [
    'NcclFailed',
    [
      'torch.distributed.DistBackendError: NCCL error in: ProcessGroupNCCL.cpp:3353, unhandled system error',
    ],
  ],
  [
    'NcclFailed',
    inside(
      'VllmWorkerProcess',
      'RuntimeError: NCCL error: unhandled cuda error (run with NCCL_DEBUG=INFO for details)',
    ),
  ],
  [
    'NcclFailed',
    [
      START,
      OPTIONS,
      '[rank0]:[E1123 13:41:19.1 ProcessGroupNCCL.cpp:616] [Rank 0] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=1, OpType=ALLREDUCE) ran for 600000 milliseconds before timing out.',
      "terminate called after throwing an instance of 'c10::DistBackendError'",
    ],
  ],
  [
    'DistributedInitFailed',
    inside(
      'Worker_TP1',
      'torch.distributed.DistNetworkError: The client socket has timed out after 600000ms while trying to connect to (10.0.0.1, 29500).',
    ),
  ],
  [
    'SharedMemoryTooSmall',
    inside(
      'Worker',
      "RuntimeError: DataLoader worker is killed by signal: Bus error. It is possible that dataloader's workers are out of shared memory.",
    ),
  ],
  [
    'SharedMemoryTooSmall',
    inside(
      'EngineCore',
      "OSError: [Errno 28] No space left on device: '/dev/shm/psm_1'",
    ),
  ],
  [
    'SharedMemoryTooSmall',
    inside(
      'EngineCore',
      'ValueError: Insufficient space in /dev/shm for shared-memory allocation: 160 MiB required, 64 MiB free',
    ),
  ],
  [
    'HostMemoryTooSmall',
    inside(
      'EngineCore',
      'RuntimeError: [enforce fail at alloc_cpu.cpp:117] . DefaultCPUAllocator: not enough memory: you tried to allocate 16777216000 bytes.',
    ),
  ],
  ['PortInUse', plain('OSError: [Errno 98] Address already in use')],
  ['CommandNotFound', ['/bin/sh: 1: vllm: not found']],
  ['CommandNotFound', ['/usr/bin/python3: No module named vllm']],
  [
    'LibraryMissing',
    plain(
      'ImportError: /usr/lib/vllm/_C.abi3.so: undefined symbol: _ZN3c105Error',
    ),
  ],
  [
    'RayFailed',
    inside(
      'EngineCore',
      'ray.exceptions.RaySystemError: System error: Failed to connect to GCS',
    ),
  ],
  [
    'CompilationFailed',
    inside(
      'EngineCore',
      'torch._inductor.exc.InductorError: RuntimeError: Failed to find C compiler. Please specify via CC environment variable.',
    ),
  ],
  [
    'NativeCrash',
    [
      START,
      OPTIONS,
      'Fatal Python error: Segmentation fault',
      '',
      'Thread 0x00007f (most recent call first):',
    ],
  ],
  [
    'EngineDied',
    [
      START,
      OPTIONS,
      SERVING,
      '(APIServer pid=7) ERROR 01-02 03:04:06 [core_client.py:602] Engine core proc EngineCore_DP0 died unexpectedly, shutting down client.',
    ],
  ],
  [
    'GpuKernelFailed',
    [
      START,
      OPTIONS,
      SERVING,
      ...inside(
        'EngineCore',
        'torch.AcceleratorError: CUDA error: an illegal memory access was encountered',
      ).slice(3),
    ].map(line =>
      line.replace(
        'EngineCore failed to start',
        'EngineCore encountered a fatal error',
      ),
    ),
  ],
  [
    'LoadFormatInvalid',
    inside('EngineCore', 'ValueError: Unknown load_format: nosuch'),
  ],
  [
    'TaskUnsupported',
    plain(
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for ModelConfig',
      '  Value error, This model does not support `--runner pooling`. [type=value_error]',
    ),
  ],
  [
    'ConflictingArguments',
    plain(
      'ValueError: --language-model-only is incompatible with --mm-encoder-only.',
    ),
  ],
  [
    'GpuTooOld',
    plain(
      'RuntimeError: Tesla K80 with CUDA capability sm_37 is not compatible with the current PyTorch installation.',
    ),
  ],
  // as SGLang writes it
  [
    'GpuOutOfMemory',
    [
      '[2026-01-02 03:04:05] server_args=ServerArgs(model_path=...)',
      '[2026-01-02 03:04:06 TP0] Load weight begin. avail mem=21.01 GB',
      '[2026-01-02 03:04:07 TP0] Scheduler hit an exception: Traceback (most recent call last):',
      '  File "/sgl-workspace/sglang/python/sglang/srt/managers/scheduler.py", line 2, in run_scheduler_process',
      '    scheduler = Scheduler(server_args, port_args, gpu_id, tp_rank, dp_rank)',
      'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 112.00 MiB.',
      '[2026-01-02 03:04:08] Received sigquit from a child process. It usually means the child failed.',
    ],
  ],
  // traceback lines of some versions carry their process, and mix
  [
    'GpuOutOfMemory',
    [
      START,
      OPTIONS,
      '(EngineCore pid=9) Traceback (most recent call last):',
      '(APIServer pid=7) Traceback (most recent call last):',
      '(EngineCore pid=9)   File "core.py", line 1, in run',
      '(APIServer pid=7)   File "api_server.py", line 1, in main',
      '(EngineCore pid=9) torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.',
      '(APIServer pid=7) RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}',
    ],
  ],
  [
    'EngineStartFailed',
    plain(
      'RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}',
    ),
  ],
  [
    'EngineError',
    inside(
      'EngineCore',
      "AttributeError: 'X' object has no attribute 'brand_new_thing'",
    ),
  ],
];

const HARMLESS: [what: string, lines: string[]][] = [
  [
    'retries that came to something',
    [
      START,
      OPTIONS,
      'HTTP Error 503 thrown while requesting HEAD https://huggingface.co/a/b',
      'Retrying in 1s [Retry 1/5].',
      SERVING,
    ],
  ],
  [
    'an error that was caught before it served',
    [...plain('ImportError: cannot import name'), SERVING],
  ],
  [
    'a request that was refused while it served',
    [
      START,
      SERVING,
      '(APIServer pid=7) ERROR 01-02 03:04:06 [serving_chat.py:205] Error in preprocessing prompt inputs',
      '(APIServer pid=7) ERROR 01-02 03:04:06 [serving_chat.py:205] Traceback (most recent call last):',
      '(APIServer pid=7) ERROR 01-02 03:04:06 [serving_chat.py:205]   File "a.py", line 1, in b',
      "(APIServer pid=7) ERROR 01-02 03:04:06 [serving_chat.py:205] ValueError: This model's maximum context length is 2048 tokens.",
    ],
  ],
  [
    'EngineDeadError on the way out',
    [
      START,
      SERVING,
      '(APIServer pid=7) INFO 01-02 03:04:06 [launcher.py:254] [shutdown] API server: shutdown triggered',
      '(APIServer pid=7) ERROR 01-02 03:04:06 [async_llm.py:906] AsyncLLM output_handler failed.',
      '(APIServer pid=7) ERROR 01-02 03:04:06 [async_llm.py:906] Traceback (most recent call last):',
      '(APIServer pid=7) ERROR 01-02 03:04:06 [async_llm.py:906]   File "a.py", line 1',
      '(APIServer pid=7) ERROR 01-02 03:04:06 [async_llm.py:906] vllm.v1.engine.exceptions.EngineDeadError: EngineCore encountered an issue.',
    ],
  ],
  [
    'EngineDeadError alone',
    [
      START,
      SERVING,
      '(APIServer pid=7) ERROR 01-02 03:04:06 [async_llm.py:906] AsyncLLM output_handler failed.',
      '(APIServer pid=7) ERROR 01-02 03:04:06 [async_llm.py:906] Traceback (most recent call last):',
      '(APIServer pid=7) ERROR 01-02 03:04:06 [async_llm.py:906]   File "a.py", line 1',
      '(APIServer pid=7) ERROR 01-02 03:04:06 [async_llm.py:906] vllm.v1.engine.exceptions.EngineDeadError: EngineCore encountered an issue.',
      'INFO:     Shutting down',
    ],
  ],
  ['an interrupted start', [...plain('KeyboardInterrupt: terminated')]],
  [
    'the ulimit warning',
    [
      START,
      '(APIServer pid=7) WARNING 01-02 03:04:06 [utils.py:1] Found ulimit of 1024 … OSError: [Errno 24] Too many open files',
    ],
  ],
  [
    'an earlier start that failed',
    [
      ...inside('EngineCore', 'torch.OutOfMemoryError: CUDA out of memory.'),
      START,
      OPTIONS,
      SERVING,
    ],
  ],
  [
    'what is in the arguments',
    [
      START,
      "(APIServer pid=7) INFO 01-02 03:04:05 [utils.py:233] non-default args: {'model': 'a/b', 'trust_remote_code': True, 'chat_template': 'Error: x'}",
      SERVING,
    ],
  ],
  ['nothing', []],
];

describe('diagnoseLog, of what other versions and libraries say', () => {
  it.each(SIBLINGS)('%s', (code, lines) => {
    seeFinding(lines, { engine: vllmRuntime, code });
  });

  it.each(HARMLESS)('finds nothing in %s', (_, lines) => {
    expect(diagnoseLog(lines, { engine: vllmRuntime, object: 'log' })).toEqual(
      [],
    );
  });

  it('says which unknown error it was, and when', () => {
    const lines = inside('EngineCore', 'QuantumError: the cat is both');
    expect(diagnoseLog(lines, { engine: vllmRuntime, object: 'log' })).toEqual([
      expect.objectContaining({
        code: 'EngineError',
        message:
          'The engine failed while it loaded the weights: QuantumError: the cat is both',
      }),
    ]);
  });
});
