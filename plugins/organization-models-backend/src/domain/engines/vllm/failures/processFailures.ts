import type { FailureFingerprint } from '../../ModelRuntime';

/** Processes that do not start, clash, or end without a word. */
export const PROCESS_FAILURES: FailureFingerprint[] = [
  {
    code: 'PortInUse',
    pattern: /Address already in use|Errno 98|address already in use/,
  },
  {
    code: 'CommandNotFound',
    pattern:
      /command not found|: not found$|No module named vllm|can't open file '(?<path>[^']+)'|executable file not found|exec: "(?<program>[^"]+)"/m,
    message: 'The command is not in the image: $<line>',
  },
  {
    code: 'RayFailed',
    transient: true,
    pattern:
      /ray\.exceptions\.(?<kind>\w+)|Ray (?:cluster|head)[^\n]*(?:not|failed)|Could not find any running Ray instance|raylet[^\n]*died|Failed to connect to (?:Ray|GCS)/,
    message: 'Ray, which spreads the model over nodes, failed: $<line>',
  },
  {
    code: 'CompilationFailed',
    pattern:
      /BackendCompilerFailed|InductorError|torch\._dynamo\.exc\.\w+|CppCompileError|triton\.(?:compiler|runtime)\S*Error|Failed to find C compiler|nvcc[^\n]*(?:not found|failed)|Ninja is required|ninja: build stopped|CompilationError/,
    message: 'The model cannot be compiled: $<line>',
  },
  {
    code: 'WorkerDied',
    transient: true,
    pattern:
      /Worker proc (?<worker>\S+) died unexpectedly(?: \(exit code: (?<code>-?\d+)\))?/,
    message: 'The worker process $<worker> died (exit code $<code>).',
  },
  {
    code: 'EngineDied',
    transient: true,
    pattern: /Engine core proc (?<engine>\S+) died unexpectedly/,
    message: 'The engine process $<engine> died while the server went on.',
  },
  {
    code: 'NativeCrash',
    transient: true,
    pattern:
      /Fatal Python error: [^\n]*|Segmentation fault|SIGSEGV|SIGABRT|Illegal instruction|SIGILL|terminate called|PanicException|panicked at/,
    message: 'A native part of the engine crashed: $<line>',
  },
  {
    code: 'EngineStartFailed',
    transient: true,
    weak: true,
    pattern:
      /Engine core initialization failed|WorkerProc initialization failed|Engine process failed to start|Failed core proc/,
  },
];
