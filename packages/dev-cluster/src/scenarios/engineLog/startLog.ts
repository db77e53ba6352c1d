/**
 * What vLLM 0.32.0 prints from its first line until it serves, cut where the steps of a pod's start are.
 * The marker lines and their order are the real ones; the model is an example.
 */

const api = '(APIServer pid=1) INFO';
const core = '(EngineCore_DP0 pid=77) INFO';

/** The options are accepted and the model's config is read. */
export const configLines = [
  `${api} 11-23 10:00:01 [api_server.py:1977] vLLM API server version 0.32.0`,
  `${api} 11-23 10:00:01 [utils.py:253] non-default args: {'model_tag': 'Qwen/Qwen3-8B', 'host': '0.0.0.0', 'model': 'Qwen/Qwen3-8B', 'served_model_name': ['qwen3-8b'], 'gpu_memory_utilization': 0.9}`,
  `(APIServer pid=1) WARNING 11-23 10:00:02 [system_utils.py:136] Found ulimit of 1024 and failed to automatically increase with error [Errno 24] Too many open files. This can cause fd limit errors like \`OSError: [Errno 24] Too many open files\`. Consider increasing with ulimit -n`,
  `${api} 11-23 10:00:09 [model.py:547] Resolved architecture: Qwen3ForCausalLM`,
  `${api} 11-23 10:00:09 [model.py:1510] Using max model len 40960`,
  `${core} 11-23 10:00:16 [core.py:77] Initializing a V1 LLM engine (v0.32.0) with config: model='Qwen/Qwen3-8B', tokenizer='Qwen/Qwen3-8B', dtype=torch.bfloat16, max_seq_len=40960, tensor_parallel_size=1, pipeline_parallel_size=1`,
];

/** The weights are being fetched and read. */
export const loadLines = [
  `${core} 11-23 10:00:19 [gpu_model_runner.py:2602] Starting to load model Qwen/Qwen3-8B...`,
  `${core} 11-23 10:01:24 [weight_utils.py:392] Time spent downloading weights for Qwen/Qwen3-8B: 64.812907 seconds`,
  `${core} 11-23 10:01:29 [default_loader.py:267] Loading weights took 4.91 seconds`,
  `${core} 11-23 10:01:30 [gpu_model_runner.py:2653] Model loading took 15.2683 GiB memory and 70.411220 seconds`,
];

/** Compiled, measured, and listening. */
export const readyLines = [
  `${core} 11-23 10:01:31 [monitor.py:34] Warming up model for the compilation...`,
  `${core} 11-23 10:01:58 [backends.py:559] saved AOT compiled function to /home/vllm/.cache/vllm/torch_compile_cache/torch_aot_compile`,
  `${core} 11-23 10:02:02 [kv_cache_utils.py:1087] GPU KV cache size: 389,104 tokens, Maximum concurrency for 40,960 tokens per request: 9.50x`,
  `${core} 11-23 10:02:09 [gpu_model_runner.py:3480] Graph capturing finished in 6 secs, took 0.84 GiB`,
  `${core} 11-23 10:02:09 [core.py:210] init engine (profile, create kv cache, warmup model) took 39.12 s`,
  `${api} 11-23 10:02:11 [api_server.py:2052] Starting vLLM server on http://0.0.0.0:8000`,
  `(APIServer pid=1) INFO:     Started server process [1]`,
  `(APIServer pid=1) INFO:     Waiting for application startup.`,
  `(APIServer pid=1) INFO:     Application startup complete.`,
];

/** One log per phase, each holding the ones before it. */
export const startLogs = {
  config: configLines,
  loading: [...configLines, ...loadLines],
  serving: [...configLines, ...loadLines, ...readyLines],
} as const;

/** What the container says that gets the files before the engine starts. */
export const initLines = [
  'weights: Qwen/Qwen3-8B at b968826d9c46dd6066d109eabc6255188de91218: 12 files, 16.4 GB',
  'weights: 8.1 of 16.4 GB (49 %), 812 MB/s',
  'weights: Qwen/Qwen3-8B is complete after 21 s',
];
