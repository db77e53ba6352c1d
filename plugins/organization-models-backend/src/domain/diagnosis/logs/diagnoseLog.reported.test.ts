import { BUILT_IN_RUNTIMES } from '../../engines/findRuntime';
import { seeFinding } from './__testUtils__/seeFinding';
import { sglangScheduler } from './__testUtils__/sglangScheduler';

const [VLLM, SGLANG] = BUILT_IN_RUNTIMES;

/** A traceback as vLLM's server prints it, raised in that file. */
function raisedIn(file: string, ...words: string[]): string[] {
  return [
    'INFO 02-17 19:14:31 api_server.py:840] vLLM API server version 0.7.2',
    "INFO 02-17 19:14:31 api_server.py:841] args: Namespace(host=None, model='a/b')",
    'Traceback (most recent call last):',
    '  File "<frozen runpy>", line 198, in _run_module_as_main',
    `  File "/usr/local/lib/python3.12/dist-packages/${file}", line 361, in __post_init__`,
    '    self._verify_args()',
    '    ^^^^^^^^^^^^^^^^^^^',
    ...words,
  ];
}

type Case = [what: string, code: string, message: RegExp, lines: string[]];

// shapes of lines as in the issues of vllm-project/vllm that are named
const OF_VLLM: Case[] = [
  [
    'a value that the configuration refuses (0.7)',
    'InvalidArgument',
    /max_num_batched_tokens \(2048\) is smaller than max_model_len \(32768\)/,
    raisedIn(
      'vllm/config.py',
      'ValueError: max_num_batched_tokens (2048) is smaller than max_model_len (32768). This effectively limits the maximum sequence length.',
    ),
  ],
  [
    'an executor that is none',
    'InvalidArgument',
    /Unrecognized distributed executor backend mpi/,
    raisedIn(
      'vllm/config/parallel.py',
      'ValueError: Unrecognized distributed executor backend mpi. Supported values are …',
    ),
  ],
  [
    'what only an assertion says',
    'InvalidArgument',
    /world_size=8 must be divisible by nnodes=3/,
    raisedIn(
      'vllm/engine/arg_utils.py',
      'AssertionError: world_size=8 must be divisible by nnodes=3.',
    ),
  ],
  [
    'a tool choice without its parser',
    'MissingArgument',
    /--enable-auto-tool-choice requires --tool-call-parser/,
    raisedIn(
      'vllm/entrypoints/openai/cli_args.py',
      'TypeError: Error: --enable-auto-tool-choice requires --tool-call-parser',
    ),
  ],
  [
    'a format of configuration that is not found (#13451)',
    'ConfigInvalid',
    /No supported config format found in mistralai\/Mistral-7B-v0.1/,
    raisedIn(
      'vllm/transformers_utils/config.py',
      'ValueError: No supported config format found in mistralai/Mistral-7B-v0.1',
    ),
  ],
  [
    'a rope that the version does not know',
    'ConfigInvalid',
    /rope_scaling/,
    raisedIn(
      'vllm/transformers_utils/config.py',
      "ValueError: rope_scaling should have a 'rope_type' key",
    ),
  ],
  [
    'a worker of version 0.6 (#14095)',
    'GpuOutOfMemory',
    /Tried to allocate 270.00 MiB/,
    [
      'INFO 03-02 19:49:40 api_server.py:585] vLLM API server version 0.6.6',
      '(VllmWorkerProcess pid=195296) ERROR 03-02 19:49:43 multiproc_worker_utils.py:242] Exception in worker VllmWorkerProcess while processing method load_model.',
      '(VllmWorkerProcess pid=195296) ERROR 03-02 19:49:43 multiproc_worker_utils.py:242] Traceback (most recent call last):',
      '(VllmWorkerProcess pid=195296) ERROR 03-02 19:49:43 multiproc_worker_utils.py:242]   File "/a/vllm/utils.py", line 2232, in run_method',
      '(VllmWorkerProcess pid=195296) ERROR 03-02 19:49:43 multiproc_worker_utils.py:242] torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 270.00 MiB. GPU 1 has a total capacity of 23.64 GiB',
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3.10/runpy.py", line 196, in _run_module_as_main',
      'RuntimeError: Engine process failed to start. See stack trace for the root cause.',
    ],
  ],
  [
    'workers under Ray, repeated over the cluster (#16707)',
    'NcclFailed',
    /unhandled system error/,
    [
      'INFO 04-16 01:01:00 [api_server.py:1034] vLLM API server version 0.8.4',
      "\u001b[36m(RayWorkerWrapper pid=880)\u001b[0m ERROR 04-16 01:01:44 [worker_base.py:620] Error executing method 'init_device'. This might cause deadlock in distributed execution. [repeated 6x across cluster]",
      '\u001b[36m(RayWorkerWrapper pid=880)\u001b[0m ERROR 04-16 01:01:44 [worker_base.py:620] Traceback (most recent call last): [repeated 6x across cluster]',
      '\u001b[36m(RayWorkerWrapper pid=880)\u001b[0m ERROR 04-16 01:01:44 [worker_base.py:620]     return run_method(self, method, args, kwargs) [repeated 6x across cluster]',
      '\u001b[36m(RayWorkerWrapper pid=880)\u001b[0m ERROR 04-16 01:01:44 [worker_base.py:620] RuntimeError: NCCL error: unhandled system error (run with NCCL_DEBUG=INFO for details) [repeated 6x across cluster]',
    ],
  ],
  [
    'a check without words while weights load',
    'WeightsMismatch',
    /assert param_data\.shape == loaded_weight\.shape/,
    [
      'INFO 05-14 11:29:18 [api_server.py:1043] vLLM API server version 0.8.5',
      'INFO 05-14 11:29:28 [gpu_model_runner.py:1329] Starting to load model a/b...',
      'ERROR 05-14 11:29:30 [core.py:396] EngineCore failed to start.',
      'ERROR 05-14 11:29:30 [core.py:396] Traceback (most recent call last):',
      'ERROR 05-14 11:29:30 [core.py:396]   File "/a/vllm/model_executor/layers/linear.py", line 1226, in weight_loader',
      'ERROR 05-14 11:29:30 [core.py:396]     assert param_data.shape == loaded_weight.shape',
      'ERROR 05-14 11:29:30 [core.py:396]            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
      'ERROR 05-14 11:29:30 [core.py:396] AssertionError',
      'Process EngineCore_0:',
      'RuntimeError: Engine core initialization failed. See root cause above.',
    ],
  ],
  [
    'an expert that the version has no place for',
    'WeightsMismatch',
    /layers\.0\.mlp\.experts\.w13_weight_scale_inv/,
    raisedIn(
      'vllm/model_executor/models/x.py',
      "KeyError: 'layers.0.mlp.experts.w13_weight_scale_inv'",
    ),
  ],
  [
    'groups that a split tears apart',
    'TensorParallelInvalid',
    /group_size=128/,
    raisedIn(
      'vllm/model_executor/layers/quantization/utils.py',
      'ValueError: Weight input_size_per_partition=5632 is not divisible by group_size=128. This happens when tensor_parallel_size=4 is too large.',
    ),
  ],
  [
    'more GPUs than there are (0.6)',
    'TooFewGpus',
    /tensor_parallel_size \(4\)/,
    raisedIn(
      'vllm/executor/multiproc_gpu_executor.py',
      'AssertionError: please set tensor_parallel_size (4) to less than max local gpu count (1)',
    ),
  ],
  [
    'an engine that got ready too late',
    'EngineReadyTimeout',
    /Waited 600s/,
    raisedIn(
      'vllm/v1/engine/core_client.py',
      'TimeoutError: Timed out waiting for engine core processes to start. This is often caused by slow weight loading for large models. Waited 600s (configured by VLLM_ENGINE_READY_TIMEOUT_S).',
    ),
  ],
  [
    'threads that cannot be had',
    'TooManyProcesses',
    /can't start new thread/,
    raisedIn('vllm/v1/utils.py', "RuntimeError: can't start new thread"),
  ],
  [
    'a user without a name',
    'UserUnknown',
    /no user for the number/,
    raisedIn(
      'torch/_inductor/runtime/cache_dir_utils.py',
      "KeyError: 'getpwuid(): uid not found: 2000'",
    ),
  ],
  [
    'a header that the compiler misses',
    'CompilationFailed',
    /Python\.h/,
    [
      'INFO 05-14 11:29:18 [api_server.py:1043] vLLM API server version 0.8.5',
      'ERROR 05-14 11:29:30 [core.py:396] Traceback (most recent call last):',
      'ERROR 05-14 11:29:30 [core.py:396]   File "/a/torch/_inductor/x.py", line 1',
      'ERROR 05-14 11:29:30 [core.py:396] torch._inductor.exc.InductorError: CalledProcessError: /tmp/x/main.c:5:10: fatal error: Python.h: No such file or directory',
    ],
  ],
  [
    'a GPU newer than the image',
    'GpuTooOld',
    /sm_121a/,
    raisedIn(
      'triton/backends/nvidia/compiler.py',
      "RuntimeError: ptxas fatal   : Value 'sm_121a' is not defined for option 'gpu-name'",
    ),
  ],
  [
    'a port that the processes among themselves want twice',
    'PortInUse',
    /EADDRINUSE/,
    raisedIn(
      'torch/distributed/rendezvous.py',
      'torch.distributed.DistNetworkError: The server socket has failed to listen on any local network address. port: 29500, useIpv6: false, code: -98, name: EADDRINUSE, message: address already in use',
    ),
  ],
  [
    'a worker that hangs while it serves',
    'WorkerHanging',
    /RPC call to execute_model timed out/,
    [
      '(APIServer pid=1) INFO 01-02 03:04:05 [utils.py:1] vLLM API server version 0.11.0',
      '(APIServer pid=1) INFO:     Application startup complete.',
      '(EngineCore_DP0 pid=9) ERROR 01-02 03:14:06 [core.py:710] EngineCore encountered a fatal error.',
      '(EngineCore_DP0 pid=9) ERROR 01-02 03:14:06 [core.py:710] Traceback (most recent call last):',
      '(EngineCore_DP0 pid=9) ERROR 01-02 03:14:06 [core.py:710]   File "/a/vllm/v1/executor/multiproc_executor.py", line 246, in collective_rpc',
      '(EngineCore_DP0 pid=9) ERROR 01-02 03:14:06 [core.py:710] TimeoutError: RPC call to execute_model timed out.',
    ],
  ],
  [
    'an own advice of the engine that nobody has a name for',
    'InvalidArgument',
    /increase max_num_batched_tokens/,
    [
      'INFO 05-14 11:29:18 [api_server.py:1043] vLLM API server version 0.9.0',
      'ERROR 05-14 11:29:30 [core.py:396] Traceback (most recent call last):',
      'ERROR 05-14 11:29:30 [core.py:396]   File "/a/vllm/v1/core/encoder_cache_manager.py", line 1',
      'ERROR 05-14 11:29:30 [core.py:396] ValueError: Chunked MM input disabled but max_tokens_per_mm_item (12288) is larger than max_num_batched_tokens (8192). Please increase max_num_batched_tokens.',
    ],
  ],
  [
    'a variable that is no number',
    'InvalidVariable',
    /VLLM_PORT 'http' must be/,
    raisedIn(
      'vllm/envs.py',
      "ValueError: VLLM_PORT 'http' must be a valid integer",
    ),
  ],
];

// shapes of lines as in the issues of sgl-project/sglang that are named
const OF_SGLANG: Case[] = [
  [
    'no room for its cache (#4895)',
    'NoMemoryForCache',
    /--mem-fraction-static/,
    sglangScheduler(
      'sglang/srt/model_executor/model_runner.py',
      'RuntimeError: Not enough memory. Please try to increase --mem-fraction-static.',
    ),
  ],
  [
    'GPUs that do not talk (#8974)',
    'NcclFailed',
    /unhandled system error/,
    sglangScheduler(
      'sglang/srt/distributed/device_communicators/pynccl_wrapper.py',
      'RuntimeError: NCCL error: unhandled system error (run with NCCL_DEBUG=INFO for details)',
    ),
  ],
  [
    'memory of the host (#6418)',
    'HostMemoryTooSmall',
    /Cannot allocate memory/,
    [
      "[2025-05-20 05:13:11] server_args=ServerArgs(model_path='a/b')",
      'Process Process-5:',
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3.10/multiprocessing/process.py", line 314, in _bootstrap',
      '    self.run()',
      'OSError: [Errno 12] Cannot allocate memory',
    ],
  ],
  [
    'a reasoning parser that does not suit (#24843)',
    'ParserUnknown',
    /one token|must encode/,
    sglangScheduler(
      'sglang/srt/parser/reasoning_parser.py',
      "ValueError: reasoning parser: think_end_token '</think>' must encode to exactly one token for constrained reasoning.",
    ),
  ],
  [
    'a parser that argparse does not know',
    'ParserUnknown',
    /no tool-call parser 'glm99'/,
    [
      'usage: launch_server.py [-h] --model-path MODEL_PATH',
      "launch_server.py: error: argument --tool-call-parser: invalid choice: 'glm99' (choose from 'deepseekv3', 'glm45')",
    ],
  ],
  [
    'an option of vLLM',
    'UnknownArgument',
    /SGLang does not know the arguments: --max-model-len 4096/,
    [
      'usage: launch_server.py [-h] --model-path MODEL_PATH',
      'launch_server.py: error: unrecognized arguments: --max-model-len 4096',
    ],
  ],
  [
    'no GPU',
    'NoGpuVisible',
    /image needs a GPU/,
    [
      'Traceback (most recent call last):',
      '  File "/sgl-workspace/sglang/python/sglang/srt/utils.py", line 1586, in get_device',
      'RuntimeError: No accelerator (CUDA, XPU, HPU) is available.',
    ],
  ],
  [
    'heads that do not divide',
    'TensorParallelInvalid',
    /28.*8|not divisible/,
    sglangScheduler(
      'sglang/srt/layers/linear.py',
      'AssertionError: 28 is not divisible by 8',
    ),
  ],
  [
    'memory while graphs are captured',
    'GpuOutOfMemory',
    /out of memory/,
    sglangScheduler(
      'sglang/srt/model_executor/cuda_graph_runner.py',
      'Exception: Capture cuda graph failed: CUDA out of memory. Tried to allocate 1.50 GiB.',
      'Possible solutions:',
      '1. set --mem-fraction-static to a smaller value (e.g., 0.8 or 0.7)',
    ),
  ],
  [
    'a context beyond the model',
    'ContextBeyondModel',
    /131072.*32768/,
    sglangScheduler(
      'sglang/srt/configs/model_config.py',
      'ValueError: User-specified context_length (131072) is greater than the derived context_length (32768). This may lead to incorrect model outputs.',
    ),
  ],
  [
    'a gated model',
    'GatedModel',
    /gated/,
    sglangScheduler(
      'huggingface_hub/utils/_http.py',
      'huggingface_hub.errors.GatedRepoError: 401 Client Error. Cannot access gated repo for url https://huggingface.co/a/b/resolve/main/config.json.',
    ),
  ],
  [
    'weights cut short',
    'WeightsCorrupt',
    /incomplete metadata/,
    sglangScheduler(
      'sglang/srt/model_loader/weight_utils.py',
      'safetensors_rust.SafetensorError: Error while deserializing header: incomplete metadata, file not fully covered',
    ),
  ],
  [
    'an option that its own checks refuse',
    'InvalidArgument',
    /page_size/,
    sglangScheduler(
      'sglang/srt/server_args.py',
      'AssertionError: FlashMLA only supports a page_size of 64',
    ),
  ],
  [
    'a scheduler that hangs while it serves',
    'WorkerHanging',
    /atchdog timeout/,
    [
      "[2025-05-20 05:13:11] server_args=ServerArgs(model_path='a/b')",
      '[2025-05-20 05:14:11] The server is fired up and ready to roll!',
      '[2025-05-20 06:14:11 TP0] Watchdog timeout (self.watchdog_timeout=300)',
      '[2025-05-20 06:14:16] Received sigquit from a child process. It usually means the child failed.',
    ],
  ],
  [
    'what nobody has a name for',
    'EngineError',
    /while it loaded the weights: QuantumError: the cat is both/,
    sglangScheduler('sglang/srt/cat.py', 'QuantumError: the cat is both'),
  ],
];

describe('diagnoseLog, of what people reported', () => {
  it.each(OF_VLLM)('vLLM: %s', (_, code, message, lines) => {
    seeFinding(lines, { engine: VLLM, code, message, exitCode: 1 });
  });

  it.each(OF_SGLANG)('SGLang: %s', (_, code, message, lines) => {
    seeFinding(lines, { engine: SGLANG, code, message, exitCode: 1 });
  });
});
