import { findRuntime } from '../../engines/findRuntime';
import { seeFinding } from './__testUtils__/seeFinding';

const VLLM = findRuntime('vllm');

const TRACEBACK = [
  'Traceback (most recent call last):',
  '  File "/usr/bin/vllm", line 10, in <module>',
  '    sys.exit(main())',
];

/** As vLLM 0.32 printed them, when each was asked for. */
const CASES: [what: string, code: string, message: string, lines: string[]][] =
  [
    [
      'a method of speculation that there is not',
      'SpeculativeConfigInvalid',
      "The speculative decoding that is asked for is not possible: Input should be 'ngram', 'medusa', 'suffix'",
      [
        ...TRACEBACK,
        'pydantic_core._pydantic_core.ValidationError: 1 validation error for SpeculativeConfig',
        'method',
        "  Input should be 'ngram', 'medusa', 'suffix' [type=literal_error, input_value='nosuch', input_type=str]",
        '    For further information visit https://errors.pydantic.dev/2.14/v/literal_error',
      ],
    ],
    [
      'a model for speculation that is not there',
      'SpeculativeConfigInvalid',
      "The speculative decoding that is asked for is not possible: Invalid repository ID or local directory specified: '/nowhere'.",
      [
        "(APIServer pid=31222) ERROR 11-29 08:29:12 [repo_utils.py:126] Error retrieving file list: Repo id must use alphanumeric chars, '-', '_' or '.'. The name cannot start or end with '-' or '.' and the maximum length is 96: '/nowhere'., retrying 1 of 2",
        "(APIServer pid=31222) ERROR 11-29 08:29:14 [repo_utils.py:124] Error retrieving file list: Repo id must use alphanumeric chars, '-', '_' or '.'. The name cannot start or end with '-' or '.' and the maximum length is 96: '/nowhere'.",
        '(APIServer pid=31222) ERROR 11-29 08:29:16 [repo_utils.py:189] Error retrieving file list. Please ensure your `model_name_or_path``repo_type`, `token` and `revision` arguments are correctly set. Returning an empty list.',
        ...TRACEBACK,
        'pydantic_core._pydantic_core.ValidationError: 1 validation error for SpeculativeConfig',
        "  Value error, Invalid repository ID or local directory specified: '/nowhere'.",
        'Please verify the following requirements:',
        '1. Provide a valid Hugging Face repository ID.',
      ],
    ],
    [
      'a folder that is not there',
      'ModelFolderIncomplete',
      "The model is not there, or its folder is not complete: Repo id must be in the form 'repo_name' or 'namespace/repo_name': '/models/llama/x'. Use `repo_type` argument if needed.",
      [
        ...TRACEBACK,
        "huggingface_hub.errors.HFValidationError: Repo id must be in the form 'repo_name' or 'namespace/repo_name': '/models/llama/x'. Use `repo_type` argument if needed.",
      ],
    ],
    [
      'a certificate that is not there, of which only the server speaks, after its end',
      'FileMissing',
      'The certificate or the key that the server was given does not exist in the container.',
      [
        '(APIServer pid=32436) INFO 11-29 08:31:11 [entry.py:140] Starting vLLM server on https://0.0.0.0:8000',
        '(APIServer pid=32436) INFO 11-29 08:31:11 [core_client.py:770] [shutdown] MPClient: start timeout=0s',
        '(APIServer pid=32436) INFO 11-29 08:31:11 [utils.py:628] [shutdown] Process manager: send sigterm to process EngineCore',
        '(EngineCore pid=32640) INFO 11-29 08:31:11 [core.py:1454] [shutdown] EngineCore: trigger received signal=SIGTERM',
        '(APIServer pid=32436) INFO 11-29 08:31:11 [core_client.py:777] [shutdown] MPClient: complete',
        ...TRACEBACK,
        '  File "/usr/lib/python3.12/site-packages/uvicorn/config.py", line 131, in create_ssl_context',
        '    ctx.load_cert_chain(certfile, keyfile, get_password)',
        'FileNotFoundError: [Errno 2] No such file or directory',
        '/usr/lib/python3.12/multiprocessing/resource_tracker.py:254: UserWarning: resource_tracker: There appear to be 1 leaked semaphore objects to clean up at shutdown',
      ],
    ],
    [
      'JSON that is none',
      'InvalidArgument',
      'vLLM refused the value of --compilation-config/-cc: Invalid JSON: key must be a string at line 1 column 2',
      [
        'usage: vllm serve [model_tag] [options]',
        'vllm serve: error: argument --compilation-config/-cc: 1 validation error for CompilationConfig',
        "  Invalid JSON: key must be a string at line 1 column 2 [type=json_invalid, input_value='{bad', input_type=str]",
        '    For further information visit https://errors.pydantic.dev/2.14/v/json_invalid',
      ],
    ],
    [
      'an attention backend that there is not',
      'AttentionBackendInvalid',
      "The attention backend is not possible here: Unknown attention backend: 'NOSUCH'. Valid options are: FLASH_ATTN, TORCH_SDPA",
      [
        ...TRACEBACK,
        "ValueError: Unknown attention backend: 'NOSUCH'. Valid options are: FLASH_ATTN, TORCH_SDPA",
      ],
    ],
    [
      'a size of blocks that no kernel has',
      'InvalidArgument',
      'vLLM refused the value of --block-size: No common block size for 7 (CPU_ATTN: [MultipleOf(32)]).',
      [
        '(EngineCore pid=31722) ERROR 11-29 08:30:06 [core.py:1510] EngineCore failed to start.',
        '(EngineCore pid=31722) ERROR 11-29 08:30:06 [core.py:1510] Traceback (most recent call last):',
        '(EngineCore pid=31722) ERROR 11-29 08:30:06 [core.py:1510]     raise ValueError(',
        '(EngineCore pid=31722) ERROR 11-29 08:30:06 [core.py:1510] ValueError: No common block size for 7 (CPU_ATTN: [MultipleOf(32)]).',
        ...TRACEBACK,
        'RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}',
      ],
    ],
    [
      'weights of which there is only the pointer',
      'WeightsLfsPointer',
      'A file of the weights is only a Git LFS pointer: the weights themselves were not copied.',
      [
        'Traceback (most recent call last):',
        '  File "/usr/lib/python3.12/site-packages/vllm/transformers_utils/utils.py", line 113, in parse_safetensors_file_metadata',
        '    metadata = json.loads(f.read(length_of_metadata).decode("utf-8"))',
        '                          ^^^^^^^^^^^^^^^^^^^^^^^^^^',
        'MemoryError',
      ],
    ],
    [
      'a tokenizer that is cut short',
      'TokenizerMissing',
      "A file of the model's tokenizer is broken: Expecting value: line 1 column 13 (char 12)",
      [
        'Traceback (most recent call last):',
        '  File "/usr/lib/python3.12/site-packages/transformers/tokenization_utils_tokenizers.py", line 124, in convert_to_native_format',
        '    tokenizer_json = json.load(handle)',
        '  File "/usr/lib/python3.12/json/decoder.py", line 355, in raw_decode',
        '    raise JSONDecodeError("Expecting value", s, err.value) from None',
        'json.decoder.JSONDecodeError: Expecting value: line 1 column 13 (char 12)',
      ],
    ],
    [
      'a level of its log that there is not',
      'InvalidVariable',
      "VLLM_LOGGING_LEVEL has a value that is none: 'NOPE'.",
      [
        'Traceback (most recent call last):',
        '  File "/usr/lib/python3.12/logging/__init__.py", line 198, in _checkLevel',
        '    raise ValueError("Unknown level: %r" % level)',
        "ValueError: Unknown level: 'NOPE'",
        '',
        'The above exception was the direct cause of the following exception:',
        '',
        'Traceback (most recent call last):',
        '  File "/usr/lib/python3.12/site-packages/vllm/logger.py", line 277, in _configure_vllm_root_logger',
        '    dictConfig(logging_config)',
        '  File "/usr/lib/python3.12/logging/config.py", line 580, in configure',
        "    raise ValueError('Unable to configure handler '",
        "ValueError: Unable to configure handler 'vllm'",
      ],
    ],
    [
      'a configuration whose heads contradict each other, and no split',
      'ConfigInvalid',
      "The model's configuration cannot be read: num_heads (8) is not divisible by num_kv_heads (3)",
      [
        ...TRACEBACK,
        'AssertionError: num_heads (8) is not divisible by num_kv_heads (3)',
      ],
    ],
  ];

describe('diagnoseLog, of what was provoked', () => {
  it.each(CASES)('names %s', (_, code, message, lines) => {
    seeFinding(lines, { engine: VLLM, code, message, exitCode: 1 });
  });
});
