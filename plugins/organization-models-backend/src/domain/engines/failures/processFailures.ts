import type { FailureFingerprint } from '../ModelRuntime';

/** Before the network's own complaints, of which it is the cause. */
export const PORT_FAILURES: FailureFingerprint[] = [
  {
    code: 'InvalidArgument',
    pattern:
      /attempting to bind on address \([^)]*, (?<port>\d+)\)[^\n]*permission denied/i,
    message:
      'The server may not listen on port $<port>: ports below 1024 need rights that the container does not have.',
  },
  {
    code: 'InvalidArgument',
    source:
      /entrypoints\/(?:openai\/)?(?:api_server|launcher)\.py$|\/uvicorn\//,
    pattern: /PermissionError: \[Errno 13\] Permission denied$/m,
    message:
      'The server may not listen on its port: ports below 1024 need rights that the container does not have.',
  },
  {
    code: 'InvalidArgument',
    pattern: /[^\n]*Cannot assign requested address[^\n]*/i,
    message:
      'The server cannot listen on the address that --host names, since the container does not have it: $<line>',
  },
  {
    code: 'PortInUse',
    pattern:
      /[Aa]ddress already in use|Errno 98|EADDRINUSE|[Pp]ort(?: at)? \d+ is (?:already in use|not available|already occupied)|Port is already in use/,
  },
];

/** Processes that do not start, clash, or end without a word. */
export const PROCESS_FAILURES: FailureFingerprint[] = [
  {
    code: 'CompilationFailed',
    pattern:
      /BackendCompilerFailed|Failed to compile the graph|failed to compile the model|Inductor cache lookup failed|(?<tool5>fatal error: [\w./]+\.h: No such file|cannot find -l\w+|Command '\[[^\n]*cuda_utils)[^\n]*|Command '\[[^\n]*(?:gcc|g\+\+|clang|cc1plus|nvcc|ninja)[^\n]*returned non-zero|InductorError|torch\._dynamo\.exc\.\w+|CppCompileError|triton\.(?:compiler|runtime)\S*Error|Failed to find C compiler|(?<tool>nvcc|NVCC)[^\n]*(?:not found|failed)|(?<tool4>CUDA_HOME) (?:environment variable is not set|is None)|Could not find (?<tool2>nvcc)|No such file or directory: '(?<tool3>nvcc|ninja|gcc|g\+\+)'|Ninja build failed[^\n]*(?:\n[^\n]*(?:not found|error:|fatal)[^\n]*)?|Error building extension[^\n]*|Ninja is required|ninja: build stopped|CompilationError/,
    message: 'The model cannot be compiled: $<line>',
  },
  {
    code: 'ContainerStartFailed',
    pattern: /sh: (?:line \d+: )?\S+: [Pp]ermission denied$/m,
    message: 'The command cannot be started: $<line>',
  },
  {
    code: 'CommandNotFound',
    pattern:
      /command not found|^exec \S+: no such file|exec user process caused: [^\n]*no such file|: not found$|No module named vllm|can't open file '(?<path>[^']+)'|executable file not found|^(?:\/\S*\/)?(?:ba|da|z|k)?sh: (?:line \d+: |\d+: )?\S+: No such file or directory$|exec: "(?<program>[^"]+)"/m,
    message: 'The command is not in the image: $<line>',
  },
  {
    code: 'TooManyProcesses',
    transient: true,
    pattern:
      /can't start new thread|pthread_create failed|Thread creation failed|Resource temporarily unavailable/,
    message: 'The container may not start more processes or threads: $<line>',
  },
  {
    code: 'TooManyFiles',
    transient: true,
    pattern: /Too many open files(?! in pre)/,
    message: 'The container may not have more files open: $<line>',
  },
  {
    code: 'UserUnknown',
    pattern:
      /getpwuid\(\): uid not found: (?<uid>\d+)|no username set in the environment/i,
    message: 'The image has no user for the number that the container runs as.',
  },
  {
    code: 'EngineReadyTimeout',
    pattern:
      /Timed out waiting for engine (?:core )?process(?:es)? to start|Engine (?:core )?process(?:es)? (?:did not|failed to) (?:start|become ready) (?:in|within)|Did not receive response from front-end process within/,
    message: 'The server gave up before its engine was ready: $<line>',
  },
  {
    code: 'WorkerHanging',
    transient: true,
    pattern:
      /RPC call to (?<method>\w+) timed out|Engine iteration timed out|Watchdog timeout|watchdog timeout \(|HangDetect|Scheduler (?:watchdog|stuck)/,
    message: 'A worker of the engine does not answer any more: $<line>',
  },
  {
    code: 'RayFailed',
    transient: true,
    pattern:
      /Ray does not allocate any GPUs|ray\.exceptions\.(?<kind>\w+)|Ray (?:cluster|head)[^\n]*(?:not|failed)|Could not find any running Ray instance|raylet[^\n]*died|Failed to connect to (?:Ray|GCS)|Version mismatch: The cluster was started with/,
    message: 'Ray, which spreads the model over nodes, failed: $<line>',
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
      /Failed core proc\(s\): \{[^}\n]*: -(?:11|6|4)\b|shutdown with signal (?:11|6|4)\b|Fatal Python error: [^\n]*|Segmentation fault|SIGSEGV|SIGABRT|Illegal instruction|SIGILL|terminate called|PanicException|double free or corruption|corrupted [\w-]+|malloc\(\): |free\(\): |munmap_chunk|panicked at/,
    message: 'A native part of the engine crashed: $<line>',
  },
  {
    code: 'EngineStartFailed',
    transient: true,
    weak: true,
    pattern:
      /Engine core initialization failed|WorkerProc initialization failed|Engine process failed to start|scheduler is dead\. Please check|Initialization failed\. Please see the error|Rank \d+ scheduler died|Failed core proc/,
  },
];
