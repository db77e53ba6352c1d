import { BUILT_IN_RUNTIMES } from '../../engines/findRuntime';
import { diagnoseLog } from './diagnoseLog';

const [VLLM, SGLANG] = BUILT_IN_RUNTIMES;

/** What a failure is named, with its message. */
function read(lines: string[], engine = VLLM, exitCode = 1) {
  const [finding] = diagnoseLog(lines, {
    engine,
    object: 'Pod/a',
    exitCode,
  });
  return finding;
}

/** An engine process of vLLM 0.10 and newer that fails. */
function core(...words: string[]): string[] {
  const [last] = words.slice(-1);
  return [
    '(APIServer pid=1) INFO 08-19 13:12:33 [api_server.py:1805] vLLM API server version 0.10.1',
    '(EngineCore_0 pid=79) INFO 08-19 13:12:47 [core.py:74] Initializing a V1 LLM engine (v0.10.1) with config: model=x',
    '(EngineCore_0 pid=79) INFO 08-19 13:12:49 [gpu_model_runner.py:1953] Starting to load model x...',
    '(EngineCore_0 pid=79) ERROR 08-19 13:12:50 [core.py:700] EngineCore failed to start.',
    '(EngineCore_0 pid=79) ERROR 08-19 13:12:50 [core.py:700] Traceback (most recent call last):',
    '(EngineCore_0 pid=79) ERROR 08-19 13:12:50 [core.py:700]   File "/a/vllm/v1/x.py", line 1, in y',
    ...words.map(
      word =>
        `(EngineCore_0 pid=79) ERROR 08-19 13:12:50 [core.py:700] ${word}`,
    ),
    '(EngineCore_0 pid=79) Process EngineCore_0:',
    '(EngineCore_0 pid=79) Traceback (most recent call last):',
    '(EngineCore_0 pid=79)   File "/a/multiprocessing/process.py", line 314, in _bootstrap',
    `(EngineCore_0 pid=79) ${last}`,
    '(APIServer pid=1) Traceback (most recent call last):',
    '(APIServer pid=1)   File "/a/vllm/v1/engine/utils.py", line 785, in wait_for_engine_startup',
    '(APIServer pid=1) RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}',
  ];
}

/** The server of vLLM that fails by itself. */
function server(...words: string[]): string[] {
  return [
    '(APIServer pid=1) INFO 08-19 13:12:33 [api_server.py:1805] vLLM API server version 0.11.0',
    '(APIServer pid=1) Traceback (most recent call last):',
    '(APIServer pid=1)   File "/a/site-packages/x.py", line 1, in y',
    ...words.map(word => `(APIServer pid=1) ${word}`),
  ];
}

/** A scheduler of SGLang. */
function scheduler(...words: string[]): string[] {
  return [
    "[2025-07-16 05:13:11] server_args=ServerArgs(model_path='a/b')",
    '[2025-07-16 05:13:21 TP0] Load weight begin. avail mem=78.50 GB',
    '[2025-07-16 05:13:22 TP0] Scheduler hit an exception: Traceback (most recent call last):',
    '  File "/sgl-workspace/sglang/python/sglang/srt/managers/scheduler.py", line 3130, in run_scheduler_process',
    ...words,
    '',
    '[2025-07-16 05:13:22] Received sigquit from a child process. It usually means the child failed.',
  ];
}

type Case = [code: string, message: RegExp, lines: string[]];

// shapes of lines as in the public issues that are named
const OF_VLLM: Case[] = [
  // llm-d/llm-d#410: every process writes its name before that of its parent
  [
    'CompilationFailed',
    /ninja: build stopped/,
    [
      '(APIServer pid=1) INFO 10-30 17:30:00 [v1/api_server.py:1805] vLLM API server version 0.11.0',
      '(APIServer pid=1) (EngineCore_DP6 pid=2454) (Worker_DP6_EP6 pid=2516) ERROR 10-30 17:32:00 [v1/executor/multiproc_executor.py:671] WorkerProc failed to start.',
      '(APIServer pid=1) (EngineCore_DP6 pid=2454) (Worker_DP6_EP6 pid=2516) ERROR 10-30 17:32:00 [v1/executor/multiproc_executor.py:671] Traceback (most recent call last):',
      '(APIServer pid=1) (EngineCore_DP6 pid=2454) (Worker_DP6_EP6 pid=2516) ERROR 10-30 17:32:00 [v1/executor/multiproc_executor.py:671]   File "/a/flashinfer/jit/cpp_ext.py", line 279, in run_ninja',
      '(APIServer pid=1) (EngineCore_DP6 pid=2454) (Worker_DP6_EP6 pid=2516) ERROR 10-30 17:32:00 [v1/executor/multiproc_executor.py:671] RuntimeError: Ninja build failed. Ninja output: ninja: build stopped: subcommand failed.',
      '(APIServer pid=1) (EngineCore_DP6 pid=2454) ERROR 10-30 17:32:01 [v1/engine/core.py:708] Exception: WorkerProc initialization failed due to an exception in a background process. See stack trace for root cause.',
      '(APIServer pid=1) RuntimeError: Engine core initialization failed. See root cause above.',
    ],
  ],
  // flashinfer#1919: the level before the process
  [
    'CompilationFailed',
    /Could not find nvcc/,
    [
      'INFO:     (APIServer pid=1) INFO 10-11 22:27:00 [api_server.py:1] vLLM API server version 0.11.0',
      'ERROR:    (Worker_TP1 pid=3534) ERROR 10-11 22:28:17 [multiproc_executor.py:694] Traceback (most recent call last):',
      'ERROR:    (Worker_TP1 pid=3534) ERROR 10-11 22:28:17 [multiproc_executor.py:694]   File "/a/flashinfer/jit/core.py", line 1',
      'ERROR:    (Worker_TP1 pid=3534) ERROR 10-11 22:28:17 [multiproc_executor.py:694] RuntimeError: Could not find nvcc',
      'ERROR:    (APIServer pid=1) RuntimeError: Engine core initialization failed.',
    ],
  ],
  // flashinfer#1781, vllm#21960
  [
    'CompilationFailed',
    /nvcc/,
    core("FileNotFoundError: [Errno 2] No such file or directory: 'nvcc'"),
  ],
  [
    'CompilationFailed',
    /Ninja build failed/,
    core(
      'RuntimeError: Ninja build failed. Ninja output:',
      '/bin/sh: 1: /usr/local/cuda/bin/nvcc: not found',
    ),
  ],
  // vllm#49497: the level without a time
  [
    'CompilationFailed',
    /Could not find nvcc and default cuda_home/,
    [
      'INFO [api_server.py:1] vLLM API server version 0.20.0',
      'ERROR [core.py:1330] EngineCore failed to start.',
      'ERROR [core.py:1330] Traceback (most recent call last):',
      '  File "vllm/v1/engine/core.py", line 1299, in run_engine_core',
      "RuntimeError: Could not find nvcc and default cuda_home='/usr/local/cuda' doesn't exist",
    ],
  ],
  // vllm#11010, #28274, #40358
  [
    'WeightsMismatch',
    /absmax/,
    core("KeyError: 'layers.0.mlp.down_proj.weight.absmax'"),
  ],
  [
    'WeightsMismatch',
    /w13_bias/,
    core("KeyError: 'layers.0.mlp.experts.w13_bias'"),
  ],
  [
    'TokenizerMissing',
    /Tiktoken/,
    server(
      'ValueError: Converting from Tiktoken failed, if a converter for SentencePiece is available, provide a model path with a SentencePiece tokenizer.model file.',
    ),
  ],
  // DeepSeek-OCR#39, vllm#17077
  [
    'PackageMissing',
    /LlamaFlashAttention2/,
    server(
      "ImportError: cannot import name 'LlamaFlashAttention2' from 'transformers.models.llama.modeling_llama' (/a/modeling_llama.py)",
    ),
  ],
  // odysseus#191
  [
    'EngineError',
    /Either a revision or a version must be specified/,
    server('ValueError: Either a revision or a version must be specified.'),
  ],
  // vllm#9094
  [
    'GpuKernelFailed',
    /operation not permitted when stream is capturing/,
    core(
      'RuntimeError: CUDA error: operation not permitted when stream is capturing',
      'CUDA kernel errors might be asynchronously reported at some other API call',
    ),
  ],
  // vllm#23359
  [
    'TensorParallelInvalid',
    /output_size/,
    core(
      "ValueError: The output_size of gate's and up's weight = 320 is not divisible by weight quantization block_n = 128.",
    ),
  ],
  [
    'QuantizationUnsupported',
    /89/,
    core(
      'ValueError: The quantization method fp8 is not supported for the current GPU. Minimum capability: 89. Current capability: 80.',
    ),
  ],
  [
    'GpuTooOld',
    /no kernel image/,
    core(
      'RuntimeError: CUDA error: no kernel image is available for execution on the device',
      'NVIDIA GeForce RTX 5090 with CUDA capability sm_120 is not compatible with the current PyTorch installation.',
    ),
  ],
  [
    'GpuOutOfMemory',
    /while warming up|sampler/i,
    core(
      'RuntimeError: CUDA out of memory occurred when warming up sampler with 1024 dummy requests. Please try lowering `max_num_seqs` or `gpu_memory_utilization` when initializing the engine.',
    ),
  ],
  [
    'NoMemoryForCache',
    /no GPU memory|leave/,
    core(
      'ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine.',
    ),
  ],
  [
    'GpuMemoryTaken',
    /13\.2/,
    core(
      'ValueError: Free memory on device (13.2/79.15 GiB) on startup is less than desired GPU memory utilization (0.9, 71.24 GiB). Decrease GPU memory utilization or reduce GPU memory used by other processes.',
    ),
  ],
  [
    'NoMemoryForCache',
    /max_num_seqs|leave/,
    core(
      'ValueError: max_num_seqs (1024) exceeds available Mamba cache blocks. Please decrease max_num_seqs.',
    ),
  ],
  [
    'NcclFailed',
    /unhandled cuda error/,
    core(
      'torch.distributed.DistBackendError: NCCL error in: /pytorch/torch/csrc/distributed/c10d/NCCLUtils.cpp:77, unhandled cuda error (run with NCCL_DEBUG=INFO for details), NCCL version 2.27.3',
      'ncclUnhandledCudaError: Call to CUDA function failed.',
      'Last error:',
      "Cuda failure 'out of memory'",
    ),
  ],
  [
    'SharedMemoryTooSmall',
    /shm/,
    core(
      'torch.distributed.DistBackendError: NCCL error in: x.cpp:1, unhandled system error, NCCL version 2.21.5',
      'ncclSystemError: System call (e.g. socket, malloc) or external library call failed or device error.',
      'Last error:',
      'Error while creating shared memory segment /dev/shm/nccl-abc (size 33030528), error: No space left on device (28)',
    ),
  ],
  [
    'GatedModel',
    /gated/,
    server(
      'huggingface_hub.errors.GatedRepoError: 403 Client Error. (Request ID: Root=1-1;2)',
      '',
      'Cannot access gated repo for url https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct/resolve/main/config.json.',
      'Your request to access model meta-llama/Llama-3.1-8B-Instruct is awaiting a review from the repo authors.',
    ),
  ],
  [
    'HubDns',
    /./,
    server(
      "requests.exceptions.ConnectionError: (MaxRetryError('HTTPSConnectionPool(host=\\'huggingface.co\\', port=443): Max retries exceeded with url: /a/resolve/main/config.json (Caused by NameResolutionError(\"<urllib3.connection.HTTPSConnection object at 0x7>: Failed to resolve \\'huggingface.co\\' ([Errno -3] Temporary failure in name resolution)\"))'), '(Request ID: 1)')",
    ),
  ],
  [
    'DiskFull',
    /disk/,
    core(
      'RuntimeError: Data processing error: CAS service error : IO Error: No space left on device (os error 28)',
    ),
  ],
  [
    'NotWritable',
    /\/root\/\.cache/,
    server(
      "PermissionError: [Errno 13] Permission denied: '/root/.cache/huggingface'",
    ),
  ],
  [
    'PackageMissing',
    /bitsandbytes/,
    core(
      'ImportError: Please install bitsandbytes>=0.46.1 via `pip install bitsandbytes>=0.46.1` to use bitsandbytes quantizer.',
    ),
  ],
  [
    'UnsupportedArchitecture',
    /Qwen4ForCausalLM/,
    server(
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for ModelConfig',
      "  Value error, Model architectures ['Qwen4ForCausalLM'] are not supported for now. Supported architectures: dict_keys([...]) [type=value_error, input_value=ArgsKwargs((), {}), input_type=ArgsKwargs]",
    ),
  ],
  [
    'UnsupportedArchitecture',
    /glm5/,
    server(
      'ValueError: The checkpoint you are trying to load has model type `glm5` but Transformers does not recognize this architecture. This could be because of an issue with the checkpoint, or because your version of Transformers is out of date.',
    ),
  ],
  [
    'CustomCode',
    /code/,
    server(
      'ValueError: The repository a/b contains custom code which must be executed to correctly load the model. You can inspect the repository content at https://hf.co/a/b.',
      'Please pass the argument `trust_remote_code=True` to allow custom code to be run.',
    ),
  ],
  [
    'ContextBeyondModel',
    /65536/,
    server(
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for ModelConfig',
      "  Value error, User-specified max_model_len (65536) is greater than the derived max_model_len (max_position_embeddings=32768 or model_max_length=None in model's config.json). To allow overriding this maximum, set the env var VLLM_ALLOW_LONG_MAX_MODEL_LEN=1.",
    ),
  ],
  [
    'TensorParallelInvalid',
    /3 GPUs/,
    server(
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for VllmConfig',
      '  Value error, Total number of attention heads (32) must be divisible by tensor parallel size (3). [type=value_error, input_value=x]',
    ),
  ],
  [
    'TooFewGpus',
    /4/,
    core(
      'RuntimeError: World size (4) is larger than the number of available GPUs (2) in this node. If this is intentional and you are using: x',
    ),
  ],
  [
    'NoGpuVisible',
    /GPU/,
    server(
      'RuntimeError: Failed to infer device type, please set the environment variable `VLLM_LOGGING_LEVEL=DEBUG` to turn on verbose logging to help debug the issue.',
    ),
  ],
  [
    'DriverTooOld',
    /12040/,
    core(
      'RuntimeError: The NVIDIA driver on your system is too old (found version 12040). Please update your GPU driver by downloading and installing a new version',
    ),
  ],
  [
    'GpuBroken',
    /803|initializ/,
    core(
      'RuntimeError: Unexpected error from cudaGetDeviceCount(). Did you run some cuda functions before calling NumCudaDevices() that might have already set an error? Error 802: system not yet initialized',
    ),
  ],
  [
    'DriverTooOld',
    /Error 803/,
    core(
      'RuntimeError: Unexpected error from cudaGetDeviceCount(). Did you run some cuda functions before calling NumCudaDevices() that might have already set an error? Error 803: system has unsupported display driver / cuda driver combination',
    ),
  ],
  ['NoGpuVisible', /GPU/, core('RuntimeError: No CUDA GPUs are available')],
  [
    'WeightsCorrupt',
    /invalid UTF-8|header/,
    core(
      'safetensors_rust.SafetensorError: Error while deserializing header: invalid UTF-8 in header',
    ),
  ],
  [
    'FileMissing',
    /adapter_config|lora/,
    core(
      "FileNotFoundError: [Errno 2] No such file or directory: '/models/lora/weights.npz'",
    ),
  ],
  [
    'LoraUnsuitable',
    /64/,
    core('ValueError: LoRA rank 64 is greater than max_lora_rank 16.'),
  ],
  [
    'MissingArgument',
    /tool-call-parser/,
    server(
      'TypeError: Error: --enable-auto-tool-choice requires --tool-call-parser',
    ),
  ],
  [
    'ParserUnknown',
    /hermez/,
    server(
      "KeyError: 'invalid tool call parser: hermez (chose from { hermes,mistral,pythonic })'",
    ),
  ],
  [
    'InvalidArgument',
    /invalid choice: 'fp4'/,
    [
      'usage: vllm serve [model_tag] [options]',
      "vllm serve: error: argument --kv-cache-dtype: invalid choice: 'fp4' (choose from auto, fp8, fp8_e4m3)",
    ],
  ],
  [
    'InvalidArgument',
    /32kk/,
    [
      'usage: vllm serve [model_tag] [options]',
      "vllm serve: error: argument --max-model-len: invalid human_readable_int_or_auto value: '32kk'",
    ],
  ],
  [
    'InvalidArgument',
    /JSON|loads/,
    [
      'usage: vllm serve [model_tag] [options]',
      "vllm serve: error: argument --speculative-config/-sc: Value {'method': x cannot be converted to <function loads at 0x7>.",
    ],
  ],
  ['PortInUse', /port/i, server('OSError: [Errno 98] Address already in use')],
  [
    'SpeculativeConfigInvalid',
    /eagle|num_speculative/,
    server(
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for SpeculativeConfig',
      '  Value error, num_speculative_tokens must be provided with speculative_model unless the draft model config contains an n_predict parameter. [type=value_error]',
    ),
  ],
  [
    'PackageMissing',
    /minimum required version/,
    server(
      'ValueError: Mistral tokenizer mode requires mistral-common with minimum required version 1.8.0 is not installed',
    ),
  ],
  [
    'WorkerDied',
    /VllmWorker-1/,
    [
      '(APIServer pid=1) INFO 08-19 13:12:33 [api_server.py:1805] vLLM API server version 0.10.1',
      '(APIServer pid=1) INFO:     Application startup complete.',
      '(EngineCore_0 pid=79) ERROR 08-19 14:12:50 [multiproc_executor.py:154] Worker proc VllmWorker-1 died unexpectedly, shutting down executor.',
      '(APIServer pid=1) ERROR 08-19 14:12:50 [async_llm.py:416] vllm.v1.engine.exceptions.EngineDeadError: EngineCore encountered an issue. See stack trace (above) for the root cause.',
      '(APIServer pid=1) INFO:     Shutting down',
    ],
  ],
  [
    'GpuKernelFailed',
    /illegal memory access/,
    [
      '(APIServer pid=1) INFO 08-19 13:12:33 [api_server.py:1805] vLLM API server version 0.10.1',
      '(APIServer pid=1) INFO:     Application startup complete.',
      '(EngineCore_0 pid=79) ERROR 08-19 14:12:50 [core.py:634] EngineCore encountered a fatal error.',
      '(EngineCore_0 pid=79) ERROR 08-19 14:12:50 [core.py:634] Traceback (most recent call last):',
      '(EngineCore_0 pid=79) ERROR 08-19 14:12:50 [core.py:634]   File "/a/vllm/x.py", line 1',
      '(EngineCore_0 pid=79) ERROR 08-19 14:12:50 [core.py:634] RuntimeError: CUDA error: an illegal memory access was encountered',
      '(APIServer pid=1) ERROR 08-19 14:12:50 [async_llm.py:416] vllm.v1.engine.exceptions.EngineDeadError: EngineCore encountered an issue.',
    ],
  ],
  // the log as a node writes it to its files
  [
    'GpuOutOfMemory',
    /Tried to allocate/,
    core(
      'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 23.65 GiB of which 1.24 GiB is free.',
    ).map(line => `2025-08-19T13:12:50.101084725Z stderr F ${line}`),
  ],
  // vLLM may be told to leave colours in, and to log as JSON is not read
  [
    'GpuOutOfMemory',
    /Tried to allocate/,
    core(
      'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.',
    ).map(line =>
      line.replace(
        /^\((\w+) pid=(\d+)\)/,
        '\u001b[0;36m($1 pid=$2)\u001b[0;0m',
      ),
    ),
  ],
];

// one line each, as libraries below the engines say it
const IN_THE_ENGINE: [code: string, words: string][] = [
  [
    'HubServerError',
    'huggingface_hub.errors.HfHubHTTPError: 504 Server Error: Gateway Time-out for url: https://huggingface.co/a/b',
  ],
  [
    'HubCertificate',
    'httpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:1010)',
  ],
  ['HubUnreachable', 'httpx.ConnectError: [Errno 101] Network is unreachable'],
  [
    'HubOffline',
    "huggingface_hub.errors.LocalEntryNotFoundError: Cannot find an appropriate cached snapshot folder for the specified revision on the local disk and outgoing traffic has been disabled. To enable repo look-ups and downloads online, set 'HF_HUB_OFFLINE=0' as environment variable.",
  ],
  [
    'NoGpuVisible',
    'RuntimeError: CUDA driver initialization failed, you might not have a CUDA gpu.',
  ],
  ['GpuOutOfMemory', 'torch.AcceleratorError: CUDA error: out of memory'],
  ['GpuOutOfMemory', 'RuntimeError: Triton Error [CUDA]: out of memory'],
  [
    'GpuOutOfMemory',
    'RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`',
  ],
  ['GpuTooOld', 'RuntimeError: HIP error: invalid device function'],
  ['GpuTooOld', 'RuntimeError: CUDA error: device kernel image is invalid'],
  [
    'DriverTooOld',
    'RuntimeError: CUDA error: the provided PTX was compiled with an unsupported toolchain.',
  ],
  [
    'DtypeUnsupported',
    'ValueError: Bfloat16 is only supported on GPUs with compute capability of at least 8.0. Your Tesla T4 GPU has compute capability 7.5. You can use float16 instead by explicitly setting the `dtype` flag in CLI, for example: --dtype=half.',
  ],
  [
    'TokenizerMissing',
    'ValueError: Tokenizer class Qwen9Tokenizer does not exist or is not currently imported.',
  ],
  [
    'StorageError',
    "OSError: [Errno 5] Input/output error: '/models/x/model-00001-of-00004.safetensors'",
  ],
  ['StorageError', "OSError: [Errno 116] Stale file handle: '/models/x'"],
  [
    'StorageError',
    "OSError: [Errno 107] Transport endpoint is not connected: '/models/x'",
  ],
  [
    'HostMemoryTooSmall',
    'RuntimeError: unable to mmap 4976698672 bytes from file </models/x/model.safetensors>: Cannot allocate memory (12)',
  ],
  [
    'PortInUse',
    'torch.distributed.DistNetworkError: The server socket has failed to listen on any local network address. port: 29500, useIpv6: false, code: -98, name: EADDRINUSE, message: address already in use',
  ],
  [
    'NcclFailed',
    'RuntimeError: NCCL Error 2: unhandled system error (run with NCCL_DEBUG=INFO for details)',
  ],
  [
    'RayFailed',
    'ray.exceptions.RayActorError: The actor died unexpectedly before finishing this task.',
  ],
  [
    'UnsupportedArchitecture',
    "ValueError: Unrecognized configuration class <class 'transformers.models.x.XConfig'> for this kind of AutoModel: AutoModelForCausalLM.",
  ],
  [
    'LibraryMissing',
    'ImportError: libcudart.so.12: cannot open shared object file: No such file or directory',
  ],
  [
    'LibraryMissing',
    'ImportError: /a/vllm/_C.abi3.so: undefined symbol: _ZN3c104cuda9SetDeviceEi',
  ],
  [
    'LoraUnsuitable',
    "ValueError: While loading /lora, expected target modules in ['q_proj'] but received ['embed']. Please verify that the loaded LoRA module is correct",
  ],
  [
    'WeightsMissing',
    'RuntimeError: Cannot find any model weights with `/models/x`',
  ],
  [
    'WeightsCorrupt',
    'safetensors_rust.SafetensorError: Error while deserializing header: incomplete metadata, file not fully covered',
  ],
  [
    'WeightsMismatch',
    "ValueError: There is no module or parameter named 'model.vision_tower' in XForCausalLM",
  ],
  [
    'ContextTooLong',
    "ValueError: The model's max seq len (131072) is larger than the maximum number of tokens that can be stored in KV cache (54672). Try increasing `gpu_memory_utilization` or decreasing `max_model_len` when initializing the engine.",
  ],
  [
    'ReadOnlyFileSystem',
    "OSError: [Errno 30] Read-only file system: '/root/.triton'",
  ],
  [
    'DiskFull',
    "OSError: [Errno 28] No space left on device: '/root/.cache/huggingface/hub/x'",
  ],
  ['EngineError', 'AssertionError: sinks are not here'],
  [
    'EngineError',
    "AttributeError: 'Qwen2Tokenizer' object has no attribute 'all_special_tokens_extended'",
  ],
];

const KILLED: [code: string, line: string][] = [
  [
    'HostMemoryTooSmall',
    "(APIServer pid=1) RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {'EngineCore_DP0': -9}",
  ],
  [
    'NativeCrash',
    "(APIServer pid=1) RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {'EngineCore_DP0': -11}",
  ],
  [
    'HostMemoryTooSmall',
    'RuntimeError: Rank 0 scheduler died during initialization (exit code: -9). If exit code is -9 (SIGKILL), a common cause is the OS OOM killer.',
  ],
  ['CommandNotFound', '/bin/sh: 1: vllm: not found'],
  ['CommandNotFound', 'bash: line 1: vllm: command not found'],
  ['ImagePlatform', 'exec /usr/local/bin/vllm: exec format error'],
  [
    'PackageMissing',
    "/usr/bin/python3: Error while finding module specification for 'vllm.entrypoints.openai.api_server' (ModuleNotFoundError: No module named 'vllm')",
  ],
];

const OF_SGLANG: Case[] = [
  // sglang#748, #5285
  [
    'GpuTooOld',
    /no kernel image/,
    scheduler(
      'Exception: Capture cuda graph failed: BatchDecodeWithPagedKVCache failed with error no kernel image is available for execution on the device. Possible solutions:',
      '1. disable cuda graph by --disable-cuda-graph',
    ),
  ],
  [
    'GpuOutOfMemory',
    /448\.00 MiB/,
    scheduler(
      'Exception: Capture cuda graph failed: CUDA out of memory. Tried to allocate 448.00 MiB. GPU 7 has a total capacity of 95.00 GiB',
    ),
  ],
  // sglang#4330
  [
    'NoMemoryForCache',
    /mem-fraction-static/,
    scheduler(
      'RuntimeError: Not enough memory. Please try to increase --mem-fraction-static.',
    ),
  ],
  // sglang#5389
  [
    'CompilationFailed',
    /cuda_fp8\.h/,
    scheduler(
      'RuntimeError: Error building extension: fatal error: cuda_fp8.h: No such file or directory',
    ),
  ],
  // sglang#9195
  [
    'InvalidRepositoryId',
    /s3:\/\//,
    scheduler(
      "huggingface_hub.errors.HFValidationError: Repo id must be in the form 'repo_name' or 'namespace/repo_name': 's3://path/to/my/model/'. Use `repo_type` argument if needed.",
    ),
  ],
  [
    'TensorParallelInvalid',
    /divisible/,
    scheduler('AssertionError: 151936 is not divisible by 3'),
  ],
  // InferenceX#1570: three ranks in one prefix
  [
    'EngineError',
    /nobody knows this/,
    [
      "[2026-05-28 00:10:00] server_args=ServerArgs(model_path='a/b')",
      '[2026-05-28 00:11:09 DP0 TP0 EP0] Scheduler hit an exception: Traceback (most recent call last):',
      '  File "/sgl-workspace/sglang/python/sglang/srt/managers/tp_worker.py", line 262, in __init__',
      '    self._init_model_runner()',
      'RuntimeError: nobody knows this',
      '',
      '[2026-05-28 00:11:09] Received sigquit from a child process. It usually means the child failed.',
    ],
  ],
  [
    'UnsupportedArchitecture',
    /XForCausalLM/,
    scheduler(
      "ValueError: Model architectures ['XForCausalLM'] are not supported for now. Supported architectures: dict_keys([])",
    ),
  ],
];

describe('diagnoseLog, of failures that people told of', () => {
  it.each(OF_VLLM)('vLLM: %s, %s', (code, message, lines) => {
    const finding = read(lines);
    expect(finding).toMatchObject({ code });
    const proof = finding.evidence.map(({ text }) => text).join('\n');
    expect(`${finding.message}\n${proof}`).toMatch(message);
  });

  it.each(IN_THE_ENGINE)('in the engine: %s, %s', (code, words) => {
    const finding = read(core(words));
    expect(finding).toMatchObject({ code });
    expect(finding.evidence[0].text).toContain(words.slice(0, 60));
  });

  it.each(KILLED)('without a traceback: %s, %s', (code, line) => {
    expect(read([line])).toMatchObject({ code });
  });

  it.each(OF_SGLANG)('SGLang: %s, %s', (code, message, lines) => {
    const finding = read(lines, SGLANG);
    expect(finding).toMatchObject({ code });
    const proof = finding.evidence.map(({ text }) => text).join('\n');
    expect(`${finding.message}\n${proof}`).toMatch(message);
  });
});

describe('diagnoseLog, of engines that are on their way', () => {
  // vllm#13702: printed on every T4
  const unsuitable = [
    'INFO 03-01 10:00:00 [api_server.py:1] vLLM API server version 0.8.5',
    'ERROR 03-01 10:00:10 [fa_utils.py:35] Cannot use FA version 2 is not supported due to FA2 is only supported on devices with compute capability >= 8',
    'INFO 03-01 10:00:11 [gpu_model_runner.py:1329] Starting to load model x...',
  ];

  it('takes an error after which they got further for none', () => {
    expect(read(unsuitable, VLLM, 143)).toBeUndefined();
  });

  it('takes it for the cause where they failed without another word', () => {
    expect(read(unsuitable, VLLM, 1)).toMatchObject({
      severity: 'failure',
      evidence: [{ text: unsuitable[1] }],
    });
  });

  it('takes what is raised for the cause, also while others get further', () => {
    const [start, , load] = unsuitable;
    expect(
      read(
        [
          start,
          '(VllmWorker rank=1 pid=9) ERROR 03-01 10:00:10 [x.py:1] torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.',
          load,
        ],
        VLLM,
        143,
      ),
    ).toMatchObject({ code: 'GpuOutOfMemory' });
  });
});

describe('diagnoseLog, of engines that were ended on their way', () => {
  const logOf = (phase: string, seconds: number) => [
    { line: 'INFO [x.py:1] vLLM API server version 0.32.0', at: 0 },
    { line: `INFO [x.py:1] ${phase}`, at: 9 },
    { line: 'INFO [x.py:1] trigger received signal 15', at: 9 + seconds },
  ];
  const codeOf = (phase: string, seconds: number) =>
    diagnoseLog(logOf(phase, seconds), {
      engine: VLLM,
      object: 'Pod/a',
      exitCode: 143,
    })[0]?.code;

  it.each([
    ['Warming up model for the compilation...', 400, undefined],
    ['Warming up model for the compilation...', 1000, 'StartupStalled'],
    ['Starting to load model x...', 400, undefined],
    ["non-default args: {'model': 'a/b'}", 100, undefined],
    ["non-default args: {'model': 'a/b'}", 200, 'HubHanging'],
  ])('%s, silent for %s seconds: %s', (phase, seconds, code) => {
    expect(codeOf(phase, seconds)).toBe(code);
  });
});

const SERVING = [
  '(APIServer pid=1) INFO 08-19 13:12:33 [api_server.py:1805] vLLM API server version 0.11.0',
  '(APIServer pid=1) INFO:     Application startup complete.',
];

// what serving engines say every day, and on their way out
describe('diagnoseLog, of engines that are well', () => {
  it.each<[string, string[], number]>([
    [
      'requests that were refused',
      [
        '(APIServer pid=1) ERROR 08-19 13:20:00 [serving_chat.py:200] Error in preprocessing prompt inputs',
        '(APIServer pid=1) ERROR 08-19 13:20:00 [serving_chat.py:200] Traceback (most recent call last):',
        '(APIServer pid=1) ERROR 08-19 13:20:00 [serving_chat.py:200]   File "/a/x.py", line 1',
        "(APIServer pid=1) ERROR 08-19 13:20:00 [serving_chat.py:200] ValueError: This model's maximum context length is 4096 tokens. However, you requested 9000 tokens",
        '(APIServer pid=1) INFO:     10.0.0.1:1 - "POST /v1/chat/completions HTTP/1.1" 400 Bad Request',
      ],
      0,
    ],
    [
      'a request that had no memory for its picture',
      [
        '(APIServer pid=1) ERROR 08-19 13:20:00 [serving_chat.py:200] PIL.UnidentifiedImageError: cannot identify image file',
        '(APIServer pid=1) INFO:     10.0.0.1:1 - "POST /v1/chat/completions HTTP/1.1" 500 Internal Server Error',
      ],
      143,
    ],
    [
      'a drained end',
      [
        '(APIServer pid=1) INFO 08-19 13:30:00 [launcher.py:100] Shutting down FastAPI HTTP server.',
        '[rank0]:[W819 13:30:01.1 ProcessGroupNCCL.cpp:1496] Warning: WARNING: destroy_process_group() was not called before program exit, which can leak resources.',
        '(APIServer pid=1) INFO:     Shutting down',
        '(APIServer pid=1) INFO:     Finished server process [1]',
      ],
      0,
    ],
    [
      'telemetry that cannot be sent',
      [
        '(APIServer pid=1) ERROR 08-19 13:20:00 [x.py:1] Failed to export traces to otel:4317, error code: StatusCode.UNAVAILABLE',
        '(APIServer pid=1) WARNING 08-19 13:20:00 [x.py:1] Connection refused',
      ],
      143,
    ],
  ])('has no finding for %s', (_, lines, exitCode) => {
    expect(read([...SERVING, ...lines], VLLM, exitCode)).toBeUndefined();
  });
});

describe('diagnoseLog, of failures after others that passed', () => {
  const retries = [
    '(APIServer pid=1) INFO 08-19 13:12:33 [api_server.py:1805] vLLM API server version 0.11.0',
    "(APIServer pid=1) '[Errno -3] Temporary failure in name resolution' thrown while requesting HEAD https://huggingface.co/a/b/resolve/main/config.json",
    '(APIServer pid=1) Retrying in 1s [Retry 1/5].',
    '(APIServer pid=1) HTTP Error 503 thrown while requesting HEAD https://huggingface.co/a/b/resolve/main/config.json',
    '(APIServer pid=1) Retrying in 2s [Retry 2/5].',
  ];

  it.each<[string, string[]]>([
    [
      'WeightsMismatch',
      [
        '(APIServer pid=1) INFO 08-19 13:12:40 [model.py:547] Resolved architecture: LlamaForCausalLM',
        '(EngineCore_0 pid=79) INFO 08-19 13:12:49 [gpu_model_runner.py:1953] Starting to load model x...',
        "(EngineCore_0 pid=79) ERROR 08-19 13:12:50 [core.py:700] KeyError: 'layers.0.mlp.down_proj.weight.absmax'",
      ],
    ],
    [
      'UnsupportedArchitecture',
      [
        "(APIServer pid=1) ValueError: Model architectures ['XForCausalLM'] are not supported for now.",
      ],
    ],
    [
      'EngineError',
      [
        '(APIServer pid=1) INFO 08-19 13:12:40 [model.py:547] Resolved architecture: LlamaForCausalLM',
        '(EngineCore_0 pid=79) ERROR 08-19 13:12:50 [core.py:700] RuntimeError: nobody knows this',
      ],
    ],
    [
      'HubServerError',
      [
        "(APIServer pid=1) OSError: We couldn't connect to 'https://huggingface.co' to load the files, and couldn't find them in the cached files.",
      ],
    ],
  ])('%s', (code, lines) => {
    const finding = read([...retries, ...lines]);
    expect(finding).toMatchObject({ code });
  });
});
