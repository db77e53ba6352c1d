import { BUILT_IN_RUNTIMES } from '../../engines/findRuntime';
import { diagnoseLog } from './diagnoseLog';

const [VLLM, SGLANG] = BUILT_IN_RUNTIMES;
const API = '(APIServer pid=1) ';
const CORE = '(EngineCore pid=99) ';

const START = `${API}INFO 11-23 13:34:26 [api_utils.py:347]  ▄▄ ▄█ █     █     █ ▀▄▀ █  version 0.32.0`;
const OPTIONS = `${API}INFO 11-23 13:34:26 [api_utils.py:286] non-default args: {'model': 'a/b'}`;
const FURTHER = [
  `${API}INFO 11-23 13:34:30 [model.py:2152] Using max model len 32768`,
  `${CORE}INFO 11-23 13:34:36 [gpu_model_runner.py:4000] Starting to load model a/b...`,
];
const SERVING = `${API}INFO:     Application startup complete.`;

/** A traceback as vLLM's own logger writes it. */
function logged(process: string, ...words: string[]): string[] {
  const prefix = `${process}ERROR 11-23 13:34:27 [x.py:79] `;
  return [
    'Failed, and it goes on.',
    'Traceback (most recent call last):',
    '  File "/usr/local/lib/python3.12/dist-packages/vllm/x.py", line 1, in y',
    '    func = plugin.load()',
    ...words,
  ].map(text => prefix + text);
}

const ON_THEIR_WAY: [what: string, lines: string[]][] = [
  [
    'a plugin that cannot be loaded, and is left out',
    [
      START,
      OPTIONS,
      ...logged(API, "ModuleNotFoundError: No module named 'vllm_foo'"),
      ...FURTHER,
    ],
  ],
  [
    'ways between GPUs that NCCL does without',
    [
      START,
      OPTIONS,
      ...FURTHER,
      'node-1:201:230 [0] misc/ibvwrap.cc:94 NCCL WARN Call to ibv_open_device failed',
      'node-1:201:230 [0] transport/net_ib.cc:500 NCCL WARN NET/IB : Unable to open device mlx5_0',
      'node-1:201:230 [0] NCCL INFO NET/Socket : Using [0]eth0:10.0.0.2<0>',
    ],
  ],
  [
    'warnings with errors in their words',
    [
      START,
      OPTIONS,
      ...FURTHER,
      '/a/transformers/utils/hub.py:110: FutureWarning: Using `TRANSFORMERS_CACHE` is deprecated and will be removed. Error: none.',
      "Xet Storage is enabled for this repo, but the 'hf_xet' package is not installed. Falling back to regular HTTP download. For better performance, install the package with: `pip install hf_xet`",
      `${CORE}WARNING 11-23 13:34:40 [fused_moe.py:888] Using default MoE config. Config file not found at /a/configs/E=128.json`,
      `${CORE}INFO 11-23 13:35:01 [cuda.py:300] Using Triton backend: ImportError: No module named 'flashinfer'`,
    ],
  ],
  [
    'what nobody can catch at the end of an object',
    [
      START,
      OPTIONS,
      ...FURTHER,
      'Exception ignored in: <function Foo.__del__ at 0x7>',
      'Traceback (most recent call last):',
      '  File "/a/x.py", line 1, in __del__',
      "AttributeError: 'Foo' object has no attribute 'pop'",
    ],
  ],
  [
    'kernels that are tried and do not fit',
    [
      START,
      OPTIONS,
      ...FURTHER,
      'E1123 13:35:00.1 99 torch/_inductor/select_algorithm.py:2000] [0/0] Exception out of resource: shared memory, Required: 131072, Hardware limit: 101376. for benchmark choice TritonTemplateCaller',
      '  triton_mm_12 inf ms 0.0%',
    ],
  ],
  [
    'a download that is taken up again',
    [
      START,
      OPTIONS,
      ...FURTHER,
      "'Read timed out.' thrown while requesting GET https://huggingface.co/a/b/resolve/main/model-00001-of-00004.safetensors",
      'Retrying in 1s [Retry 1/5].',
      'Error while downloading from https://cdn-lfs.hf.co/x: Read timed out.',
      'Trying to resume download...',
    ],
  ],
];

const WHILE_SERVING: [what: string, lines: string[]][] = [
  [
    'a client that went away',
    [
      'ERROR:    Exception in ASGI application',
      'Traceback (most recent call last):',
      '  File "/a/starlette/responses.py", line 270, in __call__',
      'starlette.requests.ClientDisconnect',
    ],
  ],
  [
    'several errors of one request',
    [
      'ERROR:    Exception in ASGI application',
      '  + Exception Group Traceback (most recent call last):',
      '  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)',
      '    | RuntimeError: Response content longer than Content-Length',
    ],
  ],
  [
    'a conversation that the template refuses',
    logged(
      API,
      'jinja2.exceptions.TemplateError: Conversation roles must alternate user/assistant/...',
    ),
  ],
  [
    'an adapter that somebody asked for in vain',
    [
      `${API}ERROR 11-23 14:00:00 [serving_models.py:180] ValueError: Loading lora x failed: No adapter found for /x`,
    ],
  ],
  [
    'a grammar that a request broke',
    [
      `${CORE}ERROR 11-23 14:00:00 [backend_xgrammar.py:164] Failed to advance FSM for request chatcmpl-1 for tokens 128009. Please file an issue.`,
    ],
  ],
  [
    'words of a request that look like a failure',
    [
      `${API}INFO 11-23 14:00:00 [logger.py:43] Received request chatcmpl-1: prompt: 'please explain`,
      'Traceback (most recent call last):',
      '  File "a.py", line 3',
      'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.',
      "', params: SamplingParams(n=1)",
    ],
  ],
  [
    'an end that somebody asked for, with all its noise',
    [
      `${API}INFO 11-23 14:30:00 [launcher.py:254] [shutdown] API server: shutdown triggered timeout=0`,
      `${API}ERROR 11-23 14:30:00 [core_client.py:602] Engine core proc EngineCore_DP0 died unexpectedly, shutting down client.`,
      `${API}ERROR 11-23 14:30:00 [async_llm.py:906] vllm.v1.engine.exceptions.EngineDeadError: EngineCore encountered an issue.`,
      '[rank0]:[W1123 14:30:01.1 ProcessGroupNCCL.cpp:1538] Warning: WARNING: destroy_process_group() was not called before program exit, which can leak resources.',
    ],
  ],
];

const OF_SGLANG: [what: string, lines: string[]][] = [
  [
    'models that lack a package of their own',
    [
      "[2026-02-16 05:13:11] server_args=ServerArgs(model_path='a/b')",
      "[2026-02-16 05:13:14] Failed to import deepseek_ocr: ModuleNotFoundError: No module named 'addict'",
      "[2026-02-16 05:13:15] Ignore import error when loading sglang.srt.models.midashenglm: No module named 'torchaudio'",
      '[2026-02-16 05:13:21 TP0] Load weight begin. avail mem=78.50 GB',
    ],
  ],
  [
    'a drained end',
    [
      "[2026-02-16 05:13:11] server_args=ServerArgs(model_path='a/b')",
      '[2026-02-16 05:14:11] The server is fired up and ready to roll!',
      '[2026-02-16 05:30:00] SIGTERM received. signum=None frame=None. Draining requests and shutting down...',
      '[2026-02-16 05:30:02] Child process unexpectedly failed with exitcode=-9. pid=341',
    ],
  ],
];

describe('diagnoseLog, of engines that are well', () => {
  it.each(ON_THEIR_WAY)('on their way: %s', (_, lines) => {
    expect(diagnoseLog(lines, { engine: VLLM, object: 'log' })).toEqual([]);
  });

  it.each(WHILE_SERVING)('while they serve: %s', (_, lines) => {
    expect(
      diagnoseLog([START, OPTIONS, ...FURTHER, SERVING, ...lines], {
        engine: VLLM,
        object: 'log',
        exitCode: 0,
      }),
    ).toEqual([]);
  });

  it.each(OF_SGLANG)('SGLang: %s', (_, lines) => {
    expect(diagnoseLog(lines, { engine: SGLANG, object: 'log' })).toEqual([]);
  });

  it('takes what was logged for the cause where it failed after all', () => {
    const lines = [
      START,
      OPTIONS,
      ...logged(API, "ModuleNotFoundError: No module named 'vllm_foo'"),
      ...FURTHER,
    ];
    expect(
      diagnoseLog(lines, { engine: VLLM, object: 'log', exitCode: 1 }),
    ).toMatchObject([{ code: 'PackageMissing' }]);
  });

  it('does not take what was survived for the cause of what came later', () => {
    const lines = [
      START,
      OPTIONS,
      ...logged(API, "ModuleNotFoundError: No module named 'vllm_foo'"),
      ...FURTHER,
      ...logged(CORE, 'QuantumError: the cat is both'),
    ];
    const [finding] = diagnoseLog(lines, {
      engine: VLLM,
      object: 'log',
      exitCode: 1,
    });
    expect(finding).toMatchObject({ code: 'EngineError' });
    expect(finding.message).toContain('the cat is both');
  });

  it('does not take one worker’s progress for another’s', () => {
    const lines = [
      START,
      OPTIONS,
      '(RayWorkerWrapper pid=880) ERROR 04-16 01:01:44 [worker_base.py:620] torch.OutOfMemoryError: CUDA out of memory.',
      '(RayWorkerWrapper pid=881) INFO 04-16 01:01:45 [gpu_model_runner.py:4000] Starting to load model a/b...',
    ];
    expect(diagnoseLog(lines, { engine: VLLM, object: 'log' })).toMatchObject([
      { code: 'GpuOutOfMemory' },
    ]);
  });
});
