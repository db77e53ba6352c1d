import type { LogDialect } from '../logs/EngineLog';

/** How SGLang 0.5 writes its log; time and rank are gone by then. */
export const SGLANG_LOG: LogDialect = {
  start: /^server_args=|^usage: launch_server/,
  phases: [
    { phase: 'options', pattern: /^server_args=/ },
    { phase: 'engine', pattern: /^Init torch distributed begin/ },
    { phase: 'load', pattern: /^Load weight begin/ },
    { phase: 'weights', pattern: /^Load weight end/ },
    { phase: 'cache', pattern: /^KV Cache is allocated|^Memory pool end/ },
    { phase: 'compile', pattern: /^Capture cuda graph begin/i },
    { phase: 'compiled', pattern: /^Capture cuda graph end/i },
    { phase: 'http', pattern: /^Uvicorn running on/ },
    { phase: 'serving', pattern: /^The server is fired up and ready to roll/ },
  ],
  served:
    /^The server is fired up and ready to roll|^Application startup complete/,
  ending: /SIGTERM received|^Gracefully exiting|^Shutting down$/,
  fatal:
    /Scheduler hit an exception|Watchdog timeout|died unexpectedly|Fatal Python error|Segmentation fault|CUDA error|Memory access fault|HSA_STATUS_ERROR|ProcessGroupNCCL/,
  harmless:
    /Received sigquit from a child process|Killed by signal|leaked (?:shared_memory|semaphore)|^Process \S+:$/i,
  beforeWords: /\b(?:Receive|Finish): obj=/,
};
