import type { LogDialect } from '../logs/EngineLog';

/** How vLLM 0.8–0.33 writes its log; process and place are gone by then. */
export const VLLM_LOG: LogDialect = {
  start: /vLLM API server version|█.*\bversion \d|^usage: vllm/,
  phases: [
    { phase: 'options', pattern: /^non-default args:|^args: / },
    {
      phase: 'config',
      pattern:
        /^Resolved architecture:|^Using max model len|^This model supports multiple tasks/,
    },
    {
      phase: 'engine',
      pattern: /^Initializing a V\d LLM engine|^Initializing an LLM engine/,
    },
    {
      phase: 'load',
      pattern: /^Starting to load model|^Loading model weights/,
    },
    { phase: 'downloaded', pattern: /^Time spent downloading weights/ },
    {
      phase: 'weights',
      pattern:
        /^Loading weights took|^Model loading took|^Loading model weights took/,
    },
    {
      phase: 'compile',
      pattern:
        /^Warming up model for the compilation|^Dynamo bytecode transform|^Compiling a graph|^Start compiling/,
    },
    {
      phase: 'compiled',
      pattern:
        /^saved AOT compiled function|^torch\.compile takes|^Graph capturing finished/,
    },
    {
      phase: 'cache',
      pattern:
        /^[GC]PU KV cache size:|^# [GC]PU blocks:|^Available KV cache memory/,
    },
    { phase: 'ready', pattern: /^init engine \(/ },
    { phase: 'http', pattern: /^Starting vLLM (?:API )?server/ },
    { phase: 'serving', pattern: /^Application startup complete/ },
  ],
  served: /^Application startup complete/,
  // its core is told to end by a server that fails, too
  ending:
    /^\[shutdown\] API server: shutdown triggered|^(?!\[shutdown\] EngineCore).*[Rr]eceived (?:signal|SIGTERM)|^Shutting down$|^Shutting down FastAPI|^Gracefully stopping/,
  fatal:
    /died unexpectedly|[Ee]ngine core died|encountered a fatal error|Engine core proc|MQLLMEngine .*dead|Engine loop .*dead|Background loop has errored|Engine iteration timed out|EngineDeadError|Fatal Python error|Segmentation fault|CUDA error|Memory access fault|HSA_STATUS_ERROR|ProcessGroupNCCL/,
  harmless:
    /Found ulimit of|Error raised in subprocess:$|^Failed to import from vllm\._|^Triton is|WorkerProc (?:failed to start|hit an exception)|^EngineCore (?:failed to start|encountered a fatal error|hit an exception)|^AsyncLLM output_handler failed|^Invocation of \S+ method failed|EngineDeadError|leaked (?:shared_memory|semaphore)|^Process \S+:$|^object '\S+' from LD_PRELOAD|^\[shutdown\]/,
  beforeWords:
    /\b(?:Received request|Request|Generated response) .*?\b(?:prompt|output): /,
};
