import { BUILT_IN_RUNTIMES } from '../../engines/findRuntime';
import { diagnoseLog } from './diagnoseLog';
import { seeFinding } from './__testUtils__/seeFinding';
import { sglangScheduler } from './__testUtils__/sglangScheduler';

const [VLLM, SGLANG] = BUILT_IN_RUNTIMES;

const START = [
  '(APIServer pid=1) INFO 11-23 13:34:26 [api_utils.py:347]  ▄▄ ▄█ █     █     █ ▀▄▀ █  version 0.32.0',
  "(APIServer pid=1) INFO 11-23 13:34:26 [api_utils.py:286] non-default args: {'model': 'a/b'}",
];
const PACKAGES = '/usr/local/lib/python3.12/dist-packages';

/** A traceback of vLLM's server, raised in that file. */
function server(file: string, code: string, ...words: string[]): string[] {
  return [
    ...START,
    ...[
      'Traceback (most recent call last):',
      '  File "/usr/local/bin/vllm", line 10, in <module>',
      '    sys.exit(main())',
      `  File "${PACKAGES}/${file}", line 361, in f`,
      `    ${code}`,
      ...words,
    ].map(text => `(APIServer pid=1) ${text}`),
  ];
}

/** Of its engine, as 0.32 ends when that cannot start. */
function core(file: string, ...words: string[]): string[] {
  const traceback = [
    'Traceback (most recent call last):',
    `  File "${PACKAGES}/vllm/v1/engine/core.py", line 1482, in run_engine_core`,
    '    engine_core = EngineCoreProc(*args, engine_index=dp_rank, **kwargs)',
    `  File "${PACKAGES}/${file}", line 36, in g`,
    '    raise X(',
    ...words,
  ];
  const prefix = '(EngineCore pid=99) ERROR 11-23 13:35:34 [core.py:1510] ';
  return [
    ...START,
    '(EngineCore pid=99) INFO 11-23 13:34:36 [gpu_model_runner.py:4000] Starting to load model a/b...',
    `${prefix}EngineCore failed to start.`,
    ...traceback.map(text => prefix + text),
    '(EngineCore pid=99) Process EngineCore:',
    ...traceback.map(text => `(EngineCore pid=99) ${text}`),
    '(APIServer pid=1) Traceback (most recent call last):',
    `(APIServer pid=1)   File "${PACKAGES}/vllm/v1/engine/core_client.py", line 785, in wait`,
    '(APIServer pid=1) RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}',
  ];
}

type Row = [code: string, message: RegExp, file: string, ...words: string[]];

// what vLLM 0.32 raises in these files of its own, with figures of ours
const IN_VLLM: Row[] = [
  // v1/executor, v1/engine, platforms: devices that are not there
  [
    'TooFewGpus',
    /local rank 3 is out of bounds for 1 devices/,
    'vllm/v1/worker/gpu_worker.py',
    'AssertionError: DP adjusted local rank 3 is out of bounds for 1 devices. ',
  ],
  [
    'TooFewGpus',
    /4 DP ranks .* possible to fit 2/,
    'vllm/v1/engine/utils.py',
    'ValueError: Not enough resources to allocate 4 DP ranks on DP master node 10.0.0.1, possible to fit 2 DP ranks.',
  ],
  [
    'TooFewGpus',
    /local range: \[2, 4\)/,
    'vllm/v1/engine/utils.py',
    'Exception: Error setting CUDA_VISIBLE_DEVICES: local range: [2, 4) base value: "0,1"',
  ],
  [
    'TooFewGpus',
    /requiring 8 GPUs/,
    'vllm/v1/executor/ray_utils.py',
    "ValueError: Cannot provide a placement group requiring 8 GPUs (placement_group_specs=[{'GPU': 1}]) within 1800 seconds.",
    'Tensor parallel size may exceed available GPUs in your cluster.',
  ],
  [
    'TooFewGpus',
    /replica size \(4\) exceeds the number of visible XPU devices \(2\)/,
    'vllm/v1/worker/xpu_worker.py',
    'RuntimeError: Local TP/PP/PCP replica size (4) exceeds the number of visible XPU devices (2).',
  ],
  // what does not divide is no question of GPUs each time
  [
    'TensorParallelInvalid',
    /over that many GPUs: .*4752/,
    'vllm/model_executor/layers/quantization/utils/marlin_utils.py',
    'ValueError: Weight output_size_per_partition = 4752 is not divisible by  min_thread_n = 64. Consider reducing tensor_parallel_size or running with --quantization gptq.',
  ],
  [
    'TensorParallelInvalid',
    /over 8 GPUs/,
    'vllm/model_executor/models/openpangu.py',
    'ValueError: Number of KV heads is less than TP size, but tp_size 8 is not divisible by total_num_kv_heads 3.',
  ],
  [
    'EngineError',
    /hidden_size=1024 must be divisible by num_heads=12/,
    'vllm/model_executor/models/lilicorr.py',
    'ValueError: LiLiCorr hidden_size=1024 must be divisible by num_heads=12.',
  ],
  [
    'ParallelInvalid',
    /Configuration mismatch detected for engine 1/,
    'vllm/v1/engine/utils.py',
    'RuntimeError: Configuration mismatch detected for engine 1. All DP workers must have identical configurations for parameters that affect collective communication.',
  ],
  // kernels and number formats
  [
    'QuantizationUnsupported',
    /no kernel can do WNA16: MacheteLinearKernel requires capability 90/,
    'vllm/model_executor/kernels/linear/__init__.py',
    'ValueError: Failed to find a kernel that can implement the WNA16 linear layer. Reasons: ',
    ' MacheteLinearKernel requires capability 90, current compute  capability is 75',
    ' MarlinLinearKernel cannot implement due to: Weight input_size_per_partition = 576 is not divisible by min_thread_k = 128.',
  ],
  [
    'QuantizationUnsupported',
    /No MXFP4 MoE backend/,
    'vllm/model_executor/layers/fused_moe/oracle/mxfp4.py',
    'NotImplementedError: No MXFP4 MoE backend supports the deployment configuration.',
  ],
  [
    'QuantizationUnsupported',
    /bits=3, sym=True/,
    'vllm/model_executor/layers/quantization/auto_gptq.py',
    'ValueError: Unsupported quantization config: bits=3, sym=True',
  ],
  [
    'InvalidArgument',
    /moe_backend='deep_gemm' is not supported/,
    'vllm/model_executor/layers/fused_moe/oracle/int8.py',
    "ValueError: moe_backend='deep_gemm' is not supported for Int8 MoE. Expected one of ['triton'].",
  ],
  [
    'InvalidArgument',
    /format of the KV cache is not possible here: FlashAttention does not support fp8 kv-cache/,
    'vllm/v1/attention/backends/flash_attn.py',
    'NotImplementedError: FlashAttention does not support fp8 kv-cache on this device.',
  ],
  [
    'AttentionBackendInvalid',
    /attention sinks/,
    'vllm/v1/attention/backends/flashinfer.py',
    'NotImplementedError: FlashInfer backend currently does not support attention sinks, please use trtllm on blackwell or flash attention on earlier GPUs.',
  ],
  [
    'AttentionBackendInvalid',
    /alibi slopes/,
    'vllm/v1/attention/backends/flex_attention.py',
    'NotImplementedError: FlexAttention does not support alibi slopes yet.',
  ],
  // memory
  [
    'NoMemoryForCache',
    /enough for 412 requests at once, and max_num_seqs asks for 1024/,
    'vllm/config/compilation.py',
    'ValueError: max_num_seqs (1024) exceeds available Mamba cache blocks (412). Each decode sequence requires one Mamba cache block, so CUDA graph capture cannot proceed. Please lower max_num_seqs to at most 412 or increase gpu_memory_utilization.',
  ],
  [
    'GpuMemoryTaken',
    /20\.1\/79\.2 GiB/,
    'vllm/v1/worker/utils.py',
    "ValueError: Free memory on device cuda:0 (20.1/79.2 GiB) on startup is less than the engine's budget after excluding external process's weights (0.9, 50.2 GiB).",
  ],
  [
    'GpuOutOfMemory',
    /out of memory at/,
    'vllm/device_allocator/cumem.py',
    'RuntimeError: CUDA Error: out of memory at /workspace/csrc/cumem_allocator.cpp:62',
  ],
  [
    'HostMemoryTooSmall',
    /Available memory on node 0/,
    'vllm/v1/worker/cpu_worker.py',
    'RuntimeError: Available memory on node 0 (3.1/15.8 GiB) on kv cache allocation is less than requested memory for kv (8.0 GiB). Decrease --kv-cache-memory-bytes, VLLM_CPU_KVCACHE_SPACE, or reduce CPU memory used by other processes.',
  ],
  // files
  [
    'WeightsMissing',
    /model-00002-of-00003/,
    'vllm/model_executor/model_loader/weight_utils.py',
    "FileNotFoundError: Weight files referenced in index but missing: ['model-00002-of-00003.safetensors']",
  ],
  [
    'WeightsMissing',
    /only pre-sharded checkpoints/,
    'vllm/model_executor/model_loader/sharded_state_loader.py',
    "ValueError: Could not find checkpoint files '/m/model-rank-0-part-*.safetensors', only pre-sharded checkpoints are currently supported!",
  ],
  [
    'WeightsCorrupt',
    /line 223 column 9/,
    'vllm/model_executor/model_loader/weight_utils.py',
    "json.decoder.JSONDecodeError: Expecting ',' delimiter: line 223 column 9 (char 20480)",
  ],
  [
    'WeightsMismatch',
    /lm_head\.weight/,
    'vllm/model_executor/model_loader/sharded_state_loader.py',
    "ValueError: Missing keys ('lm_head.weight',) in loaded state!",
  ],
  [
    'TokenizerMissing',
    /tiktoken\.model or tokenizer\.model/,
    'vllm/tokenizers/kimi_audio.py',
    'ValueError: Could not find tiktoken.model or tokenizer.model in /models/kimi',
  ],
  [
    'ConfigInvalid',
    /Could not detect config format/,
    'vllm/transformers_utils/config.py',
    "ValueError: Could not detect config format for no config file found. With config_format 'auto', ensure your model has either config.json (HF format) or params.json (Mistral format).",
  ],
  [
    'UnsupportedArchitecture',
    /MllamaForConditionalGeneration no more: it was supported in vLLM until v0\.10\.2/,
    'vllm/model_executor/models/registry.py',
    'ValueError: Model architecture MllamaForConditionalGeneration was supported in vLLM until v0.10.2, and is not supported anymore. Please use an older version of vLLM if you want to use this model architecture.',
  ],
  // options
  [
    'InvalidArgument',
    /Unexpected extra config keys/,
    'vllm/model_executor/model_loader/default_loader.py',
    "ValueError: Unexpected extra config keys for load format auto: {'foo'}",
  ],
  [
    'InvalidArgument',
    /Unsupported connector type: NixlConector/,
    'vllm/distributed/kv_transfer/kv_connector/factory.py',
    'ValueError: Unsupported connector type: NixlConector',
  ],
  [
    'LoraUnsuitable',
    /DoRA/,
    'vllm/lora/peft_helper.py',
    'ValueError: vLLM does not yet support DoRA adapters.',
  ],
  [
    'LoraUnsuitable',
    /No supported LoRA modules/,
    'vllm/lora/model_manager.py',
    'AssertionError: No supported LoRA modules found in GptOssForCausalLM.',
  ],
  [
    'SpeculativeConfigInvalid',
    /EAGLE3 interface/,
    'vllm/v1/worker/gpu_model_runner.py',
    'RuntimeError: Model does not support EAGLE3 interface but aux_hidden_state_outputs was requested',
  ],
  [
    'SpeculativeConfigInvalid',
    /M-RoPE/,
    'vllm/v1/spec_decode/llm_base_proposer.py',
    'NotImplementedError: Speculative Decoding with draft models or parallel drafting does not support M-RoPE yet',
  ],
  [
    'ParserUnknown',
    /does not suit the model: .*think start\/end tokens/,
    'vllm/reasoning/basic_parsers.py',
    'RuntimeError: Qwen3ReasoningParser reasoning parser could not locate think start/end tokens in the tokenizer!',
  ],
  [
    'PackageMissing',
    /NIXL is not available/,
    'vllm/distributed/nixl_utils.py',
    'RuntimeError: NIXL is not available',
  ],
  [
    'CompilationFailed',
    /corrupted compilation artifact/,
    'vllm/compilation/compiler_interface.py',
    'AssertionError: vLLM failed to compile the model. The most likely reason for this is that a previous compilation failed, leading to a corrupted compilation artifact.',
  ],
  [
    'DistributedInitFailed',
    /timeout=120 seconds/,
    'vllm/v1/engine/coordinator.py',
    'RuntimeError: DP Coordinator process failed to report ZMQ addresses within timeout=120 seconds during startup.',
  ],
  [
    'RayFailed',
    /VLLM_RAY_BUNDLE_INDICES/,
    'vllm/v1/executor/ray_executor.py',
    "ValueError: VLLM_RAY_BUNDLE_INDICES cannot have duplicate values, but got bundle_indices='0,0'",
  ],
];

// what libraries below vLLM raise; public issues where one is named
const BELOW: Row[] = [
  // huggingface_hub 2.4 and hf_xet 1.8; xet-core#444, #303, huggingface_hub#3036
  [
    'HubTimeout',
    /./,
    'huggingface_hub/file_download.py',
    'RuntimeError: Data processing error: CAS service error : IO Error: Timer expired (os error 62)',
  ],
  [
    'DownloadCorrupt',
    /63574543/,
    'huggingface_hub/file_download.py',
    'RuntimeError: Data processing error: CAS service error : Error : result term data length 63574543 did not match expected value 67084736',
  ],
  [
    'HubUnreachable',
    /./,
    'huggingface_hub/file_download.py',
    'RuntimeError: Data processing error: CAS service error : Reqwest Error: error sending request for url (https://transfer.xethub.hf.co/x): client error (Connect): tcp connect error: Connection refused (os error 111)',
  ],
  [
    'NotWritable',
    /os error 13/,
    'huggingface_hub/file_download.py',
    'RuntimeError: Data processing error: I/O error: Permission denied (os error 13)',
  ],
  [
    'HubRateLimited',
    /./,
    'huggingface_hub/file_download.py',
    'huggingface_hub.errors.XetError: CAS Client Error: Request error: HTTP status client error (429 Too Many Requests) for url (https://cas-server.xethub.hf.co/x)',
  ],
  [
    'HubUnauthorized',
    /./,
    'huggingface_hub/file_download.py',
    'huggingface_hub.errors.XetAuthorizationError: Unauthorized - HTTP 401',
  ],
  [
    'HubUnreachable',
    /./,
    'requests/adapters.py',
    "requests.exceptions.ConnectionError: (ProtocolError('Connection aborted.', RemoteDisconnected('Remote end closed connection without response')), '(Request ID: x)')",
  ],
  [
    'DownloadCorrupt',
    /received 1234 bytes/,
    'httpx/_transports/default.py',
    'httpx.RemoteProtocolError: peer closed connection without sending complete message body (received 1234 bytes, expected 4567)',
  ],
  [
    'HubUnreachable',
    /./,
    'httpx/_transports/default.py',
    'httpx.ConnectError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1010)',
  ],
  [
    'HubProxy',
    /403/,
    'httpx/_transports/default.py',
    'httpx.ProxyError: 403 Forbidden',
  ],
  // transformers 5.19, sentencepiece
  [
    'ModelFolderIncomplete',
    /\/models\/llama/,
    'transformers/configuration_utils.py',
    "OSError: Can't load the configuration of '/models/llama'. If you were trying to load it from 'https://huggingface.co/models', make sure you don't have a local directory with the same name.",
  ],
  [
    'TokenizerMissing',
    /ModelProto/,
    'sentencepiece/__init__.py',
    'RuntimeError: Internal: could not parse ModelProto from /models/x/tokenizer.model',
  ],
  // vllm#6562, #39609, llm-d-kv-cache#445
  [
    'LibraryMissing',
    /GLIBC_2\.34/,
    'vllm/_custom_ops.py',
    "ImportError: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /a/vllm/_C.abi3.so)",
  ],
  [
    'PackageMissing',
    /bitsandbytes/,
    'importlib_metadata/__init__.py',
    'importlib.metadata.PackageNotFoundError: No package metadata was found for bitsandbytes',
  ],
  // CUDA, NVML, ROCm, Triton
  [
    'DriverTooOld',
    /installed CUDA driver/,
    'torch/cuda/graphs.py',
    'torch.AcceleratorError: CUDA error: API call is not supported in the installed CUDA driver',
  ],
  [
    'NoGpuVisible',
    /./,
    'vllm/platforms/cuda.py',
    'vllm.third_party.pynvml.NVMLError_DriverNotLoaded: Driver Not Loaded',
  ],
  [
    'NoGpuVisible',
    /Insufficient Permissions/,
    'vllm/platforms/cuda.py',
    'vllm.third_party.pynvml.NVMLError_NoPermission: Insufficient Permissions',
  ],
  [
    'GpuTooOld',
    /fp8e4nv not supported/,
    'triton/compiler/compiler.py',
    'triton.compiler.errors.CompilationError: at 1:0:',
    "ValueError(\"type fp8e4nv not supported in this architecture. The supported fp8 dtypes are ('fp8e4b15', 'fp8e5')\")",
  ],
  [
    'NoGpuVisible',
    /Error 304/,
    'torch/cuda/__init__.py',
    'RuntimeError: Unexpected error from cudaGetDeviceCount(). Error 304: OS call failed or operation not supported on this OS',
  ],
  [
    'GpuBroken',
    /busy or unavailable/,
    'torch/cuda/__init__.py',
    'RuntimeError: Unexpected error from cudaGetDeviceCount(). Error 46: all CUDA-capable devices are busy or unavailable',
  ],
  // sglang#40558
  [
    'GpuTooOld',
    /TllmGenFmhaRunner/,
    'flashinfer/prefill.py',
    "tvm.error.InternalError: Error in function 'TllmGenFmhaRunner' at /a/flashinfer/trtllm/fmha/fmhaRunner.cuh:37: Unsupported architecture",
  ],
  // other accelerators
  [
    'GpuOutOfMemory',
    /NPU out of memory/,
    'torch_npu/npu/memory.py',
    'RuntimeError: NPU out of memory. Tried to allocate 2.00 GiB (NPU 0; 60.97 GiB total capacity)',
  ],
  [
    'GpuOutOfMemory',
    /17\.21G of 15\.75G/,
    'jax/_src/compiler.py',
    'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used 17.21G of 15.75G hbm.',
  ],
  // storage that can do less than a disk
  [
    'StorageError',
    /No locks available/,
    'filelock/_unix.py',
    'OSError: [Errno 37] No locks available',
  ],
  [
    'StorageError',
    /blobs/,
    'huggingface_hub/file_download.py',
    "OSError: [Errno 95] Operation not supported: '../../blobs/x' -> '/models/hub/y'",
  ],
  [
    'StorageError',
    /os error 14/,
    'safetensors/torch.py',
    'safetensors_rust.SafetensorError: Error while deserializing header: I/O error: Bad address (os error 14)',
  ],
  // a link of a cache whose file is gone
  [
    'WeightsMissing',
    /model-00001/,
    'safetensors/torch.py',
    'RuntimeError: unable to open file </models/x/model-00001.safetensors> in read-only mode: No such file or directory (2)',
  ],
  [
    'WeightsCorrupt',
    /GGUF magic/,
    'gguf/gguf_reader.py',
    'ValueError: GGUF magic invalid',
  ],
  [
    'WeightsMismatch',
    /exceeds dimension size \(768\)/,
    'vllm/model_executor/parameter.py',
    'RuntimeError: start (0) + length (1536) exceeds dimension size (768).',
  ],
  // strict configurations of transformers 5
  [
    'ConfigInvalid',
    /expected int, got str \(value: '32'\)/,
    'transformers/configuration_utils.py',
    "huggingface_hub.errors.StrictDataclassFieldValidationError: Validation error for field 'num_attention_heads':",
    "    TypeError: Field 'num_attention_heads' expected int, got str (value: '32')",
  ],
  [
    'PackageMissing',
    /No module named 'torchvision'/,
    'transformers/utils/import_utils.py',
    'RuntimeError: Failed to import transformers.models.qwen3_vl.processing_qwen3_vl because of the following error (look up to see its traceback):',
    "No module named 'torchvision'",
  ],
  [
    'TokenizerMissing',
    /not a string/,
    'sentencepiece/__init__.py',
    'TypeError: not a string',
  ],
  [
    'HubUnreachable',
    /./,
    'ssl.py',
    'ConnectionResetError: [Errno 104] Connection reset by peer',
  ],
  [
    'CompilationFailed',
    /NVCC compilation failed/,
    'deep_gemm/jit/compiler.py',
    'RuntimeError: NVCC compilation failed: /root/.deep_gemm/tmp/x.cu',
  ],
  [
    'CompilationFailed',
    /CUDA_HOME/,
    'torch/utils/cpp_extension.py',
    'OSError: CUDA_HOME environment variable is not set. Please set it to your CUDA install root.',
  ],
  [
    'HostMemoryTooSmall',
    /./,
    'torch/multiprocessing/spawn.py',
    'torch.multiprocessing.spawn.ProcessExitedException: process 1 terminated with signal SIGKILL',
  ],
  [
    'SharedMemoryTooSmall',
    /psm_1234/,
    'multiprocessing/shared_memory.py',
    "OSError: [Errno 28] No space left on device: '/psm_1234'",
  ],
  // PyTorch, Gloo, NumPy, Ray, ZeroMQ
  [
    'DistributedInitFailed',
    /Unable to find interface/,
    'torch/distributed/distributed_c10d.py',
    'RuntimeError: [../third_party/gloo/gloo/transport/tcp/device.cc:84] ifa != nullptr. Unable to find interface for: [0.0.0.0]',
  ],
  [
    'HostMemoryTooSmall',
    /4\.00 GiB/,
    'numpy/_core/numeric.py',
    'numpy._core._exceptions._ArrayMemoryError: Unable to allocate 4.00 GiB for an array with shape (1, 2) and data type float32',
  ],
  [
    'RayFailed',
    /Version mismatch/,
    'ray/_private/utils.py',
    'RuntimeError: Version mismatch: The cluster was started with:',
    '    Ray: 2.48.0',
  ],
  [
    'TooManyFiles',
    /model-00044/,
    'safetensors/torch.py',
    "OSError: [Errno 24] Too many open files: '/models/model-00044.safetensors'",
  ],
  [
    'TooManyFiles',
    /ip\.cpp/,
    'zmq/sugar/context.py',
    'zmq.error.ZMQError: Too many open files (src/ip.cpp:100)',
  ],
];

/** Raised by checks of the configuration, which pydantic wraps. */
const IN_CONFIG: [
  code: string,
  message: string,
  config: string,
  words: string,
][] = [
  [
    'DtypeUnsupported',
    'The number format does not suit the quantization: torch.bfloat16 is not supported for quantization method gptq. Supported dtypes: [torch.float16]',
    'VllmConfig',
    'torch.bfloat16 is not supported for quantization method gptq. Supported dtypes: [torch.float16]',
  ],
  [
    'InvalidArgument',
    'vLLM refused the configuration: logit_scale must be in [1, 4], got 9.',
    'PoolerConfig',
    'logit_scale must be in [1, 4], got 9.',
  ],
  [
    'InvalidArgument',
    "The number format of the KV cache is not possible here: nvfp4 KV cache is not supported with MLA (Multi-head Latent Attention) backends. Please use a different --kv-cache-dtype (e.g., 'fp8').",
    'VllmConfig',
    "nvfp4 KV cache is not supported with MLA (Multi-head Latent Attention) backends. Please use a different --kv-cache-dtype (e.g., 'fp8').",
  ],
  [
    'ConflictingArguments',
    'Two arguments exclude each other: --language-model-only is incompatible with cudagraph_mm_encoder=True.',
    'VllmConfig',
    '--language-model-only is incompatible with cudagraph_mm_encoder=True.',
  ],
  [
    'LoadFormatInvalid',
    "The model cannot be loaded in that format: To load a model from object storage (S3/GCS/Azure), 'load_format' must be 'runai_streamer', but got 'auto'.",
    'VllmConfig',
    "To load a model from object storage (S3/GCS/Azure), 'load_format' must be 'runai_streamer', but got 'auto'.",
  ],
];

const ABRUPT: [code: string, exitCode: number, lines: string[]][] = [
  [
    'LibraryMissing',
    1,
    [
      "vllm: /lib/x86_64-linux-gnu/libm.so.6: version `GLIBC_2.29' not found (required by vllm)",
    ],
  ],
  [
    'NativeCrash',
    132,
    [
      '/entrypoint.sh: line 12:     7 Illegal instruction     (core dumped) vllm serve a/b',
    ],
  ],
  [
    'InvalidArgument',
    2,
    [
      'usage: vllm [-h] [-v] {chat,complete,serve,bench} ...',
      "vllm: error: argument subparser: invalid choice: 'server' (choose from 'chat', 'complete', 'serve', 'bench')",
    ],
  ],
  ['CommandNotFound', 1, ['exec /entrypoint.sh: no such file or directory']],
  [
    'CommandNotFound',
    1,
    [
      'standard_init_linux.go:228: exec user process caused: no such file or directory',
    ],
  ],
  [
    'ContainerStartFailed',
    126,
    ['/bin/bash: line 1: /usr/local/bin/vllm: Permission denied'],
  ],
  // what a native part says last tells more than that it ended
  [
    'GpuKernelFailed',
    1,
    [
      ...START,
      "terminate called after throwing an instance of 'c10::AcceleratorError'",
      '  what():  CUDA error: an illegal memory access was encountered',
      'CUDA kernel errors might be asynchronously reported at some other API call',
    ],
  ],
  // vllm#6790
  [
    'WorkerHanging',
    137,
    [
      'INFO 07-28 10:00:00 api_server.py:501] vLLM API server version 0.5.3',
      'INFO:     Application startup complete.',
      'ERROR 07-28 11:00:00 async_llm_engine.py:671] Engine iteration timed out. This should never happen!',
      'ERROR 07-28 11:00:00 async_llm_engine.py:56] Engine background task failed',
      'ERROR 07-28 11:00:00 async_llm_engine.py:56] Traceback (most recent call last):',
      'ERROR 07-28 11:00:00 async_llm_engine.py:56]   File "x.py", line 1',
      'ERROR 07-28 11:00:00 async_llm_engine.py:56] asyncio.exceptions.CancelledError',
    ],
  ],
  // a client that went away is no interruption of what comes later
  [
    'GpuKernelFailed',
    0,
    [
      ...START,
      '(APIServer pid=1) INFO:     Application startup complete.',
      '(APIServer pid=1) ERROR 11-23 14:00:00 [serving_chat.py:1130] asyncio.exceptions.CancelledError: Cancelled by cancel scope 7f',
      '(EngineCore pid=99) ERROR 11-23 14:35:34 [core.py:1512] EngineCore encountered a fatal error.',
      '(EngineCore pid=99) ERROR 11-23 14:35:34 [core.py:1512] Traceback (most recent call last):',
      '(EngineCore pid=99) ERROR 11-23 14:35:34 [core.py:1512]   File "x.py", line 1',
      '(EngineCore pid=99) ERROR 11-23 14:35:34 [core.py:1512] torch.AcceleratorError: CUDA error: an illegal memory access was encountered',
    ],
  ],
  // OpenBLAS ends a process that gets no threads by an interrupt
  [
    'TooManyProcesses',
    1,
    [
      ...START,
      'OpenBLAS blas_thread_init: pthread_create failed for thread 17 of 64: Resource temporarily unavailable',
      'Traceback (most recent call last):',
      '  File "/usr/local/bin/vllm", line 3, in <module>',
      'KeyboardInterrupt',
    ],
  ],
  [
    'GpuTooOld',
    134,
    [
      'rocBLAS error: Cannot read /opt/rocm/lib/rocblas/library/TensileLibrary.dat: No such file or directory for GPU arch : gfx1103',
      ' List of available TensileLibrary Files : ',
    ],
  ],
  [
    'GpuKernelFailed',
    0,
    [
      ...START,
      '(APIServer pid=1) INFO:     Application startup complete.',
      'Memory access fault by GPU node-2 (Agent handle: 0x55d) on address 0x7f. Reason: Unknown.',
      '(APIServer pid=1) ERROR 11-23 14:35:34 [core_client.py:602] Engine core proc EngineCore_DP0 died unexpectedly, shutting down client.',
    ],
  ],
];

const IN_SGLANG: Row[] = [
  [
    'TensorParallelInvalid',
    /output_partition_size = 96/,
    'sglang/srt/layers/linear.py',
    'ValueError: Weight output_partition_size = 96 is not divisible by weight quantization block_n = 128.',
  ],
  [
    'QuantizationUnsupported',
    /num_bits = 3/,
    'sglang/srt/layers/quantization/awq.py',
    'ValueError: Unsupported num_bits = 3',
  ],
  [
    'AttentionBackendInvalid',
    /requires SM>=80/,
    'sglang/srt/model_executor/model_runner.py',
    'AssertionError: FlashAttention v3 Backend requires SM>=80 and SM<=90. Please use `--attention-backend flashinfer`.',
  ],
  [
    'LoraUnsuitable',
    /exceeds max_lora_rank 64/,
    'sglang/srt/lora/lora_manager.py',
    'ValueError: LoRA rank 128 of adapter x exceeds max_lora_rank 64',
  ],
  [
    'InvalidArgument',
    /SGLang refused the configuration: .*--disable-radix-cache/,
    'sglang/srt/managers/scheduler.py',
    'ValueError: This model needs its own cache. Please use --disable-radix-cache.',
  ],
];

describe('diagnoseLog, of what engines and libraries raise by their sources', () => {
  it.each([...IN_VLLM, ...BELOW])('%s, %s, in %s', (code, message, ...rest) => {
    const [file, ...words] = rest;
    seeFinding(core(file, ...words), {
      engine: VLLM,
      code,
      message,
      exitCode: 1,
    });
  });

  it.each(IN_SGLANG)('SGLang: %s, %s, in %s', (code, message, ...rest) => {
    const [file, ...words] = rest;
    seeFinding(sglangScheduler(file, ...words), {
      engine: SGLANG,
      code,
      message,
      exitCode: 1,
    });
  });

  it.each(IN_CONFIG)('%s: %s', (code, message, config, words) => {
    const lines = server(
      'pydantic/_internal/_dataclasses.py',
      's.__pydantic_validator__.validate_python(ArgsKwargs(args, kwargs))',
      `pydantic_core._pydantic_core.ValidationError: 1 validation error for ${config}`,
      `  Value error, ${words} [type=value_error, input_value=ArgsKwargs((), {}), input_type=ArgsKwargs]`,
    );
    seeFinding(lines, { engine: VLLM, code, message, exitCode: 1 });
  });

  it.each(ABRUPT)('%s, without a traceback', (code, exitCode, lines) => {
    seeFinding(lines, { engine: VLLM, code, exitCode });
  });

  it.each([
    [139, 'NativeCrash', /while it read its configuration.*SIGSEGV/],
    [-4, 'NativeCrash', /SIGILL.*processor/],
    [135, 'SharedMemoryTooSmall', /SIGBUS/],
    [127, 'CommandNotFound', /127/],
    [3, 'CrashLoop', /exit code 3/],
  ])('tells what exit code %s alone tells: %s', (exitCode, code, message) => {
    seeFinding(START, { engine: VLLM, code, message, exitCode });
  });

  it.each([
    [
      'vLLM refused the value 24 of max_lora_rank: Input should be 1, 8 or 16',
      [
        '(APIServer pid=1) pydantic_core._pydantic_core.ValidationError: 1 validation error for LoRAConfig',
        '(APIServer pid=1) max_lora_rank',
        '(APIServer pid=1)   Input should be 1, 8 or 16 [type=literal_error, input_value=24, input_type=int]',
      ],
    ],
    [
      'vLLM refused kv_rol in the value of --kv-transfer-config: Unexpected keyword argument',
      [
        'usage: vllm serve [model_tag] [options]',
        'vllm serve: error: argument --kv-transfer-config: 1 validation error for KVTransferConfig',
        'kv_rol',
        "  Unexpected keyword argument [type=unexpected_keyword_argument, input_value='kv_both', input_type=str]",
      ],
    ],
  ])('names the value that is refused: %s', (message, lines) => {
    seeFinding(lines, {
      engine: VLLM,
      code: 'InvalidArgument',
      message,
      exitCode: 1,
    });
  });

  it('reads a log that is written as JSON', () => {
    const record = (levelname: string, message: string, exc_info?: string) =>
      `(EngineCore pid=99) ${JSON.stringify({
        asctime: '2026-11-23 13:35:34',
        levelname,
        message,
        exc_info,
      })}`;
    const lines = [
      record('INFO', 'vLLM API server version 0.32.0'),
      record('INFO', 'Starting to load model a/b...'),
      record(
        'ERROR',
        'EngineCore failed to start.',
        'Traceback (most recent call last):\n  File "x.py", line 1, in y\n    raise X(\ntorch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.',
      ),
      '(APIServer pid=1) RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}',
    ];
    const [finding] = diagnoseLog(lines, {
      engine: VLLM,
      object: 'log',
      exitCode: 1,
    });
    expect(finding).toMatchObject({
      code: 'GpuOutOfMemory',
      evidence: [
        {
          text: 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.',
        },
      ],
    });
  });

  it('takes what a process of its own said for the cause', () => {
    const prefix = '(APIServer pid=1) ERROR 11-23 13:34:27 [registry.py:600] ';
    const lines = [
      ...START,
      ...[
        "Error in inspecting model architecture 'XForCausalLM'",
        'Traceback (most recent call last):',
        `  File "${PACKAGES}/vllm/model_executor/models/registry.py", line 1572, in x`,
        'RuntimeError: Error raised in subprocess:',
        "ImportError: cannot import name 'XProcessor' from 'transformers' (/a/transformers/__init__.py)",
      ].map(text => prefix + text),
      ...server(
        'pydantic/_internal/_dataclasses.py',
        's.__pydantic_validator__.validate_python(ArgsKwargs(args, kwargs))',
        'pydantic_core._pydantic_core.ValidationError: 1 validation error for ModelConfig',
        "  Value error, Model architectures ['XForCausalLM'] failed to be inspected. Please check the logs for more details. [type=value_error, input_value=x, input_type=y]",
      ).slice(START.length),
    ];
    seeFinding(lines, {
      engine: VLLM,
      code: 'PackageMissing',
      message: /XProcessor/,
      exitCode: 1,
    });
  });

  it('names a variable of which only the source tells', () => {
    const lines = server(
      'vllm/envs.py',
      '"VLLM_RPC_TIMEOUT": lambda: int(os.getenv("VLLM_RPC_TIMEOUT", "10000")),',
      "ValueError: invalid literal for int() with base 10: '10s'",
    );
    seeFinding(lines, {
      engine: VLLM,
      code: 'InvalidVariable',
      message: /^VLLM_RPC_TIMEOUT has a value that is none: '10s'/,
      exitCode: 1,
    });
  });
});
