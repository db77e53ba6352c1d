import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { vllmRuntime } from '../../engines/vllm/vllmRuntime';
import { REASONS } from '../../reasons/catalogue';
import { diagnoseLog } from './diagnoseLog';
import { parseCapturedLog } from './__testUtils__/parseCapturedLog';

const FIXTURES = path.join(__dirname, '__fixtures__/vllm');
const options = { engine: vllmRuntime, object: 'log' };

function diagnoseFixture(file: string) {
  const log = parseCapturedLog(readFileSync(path.join(FIXTURES, file), 'utf8'));
  return diagnoseLog(log.lines, { ...options, ...log });
}

/** What is captured, its code, and the words that prove it. */
const FAILURES: [name: string, code: string, proof: string][] = [
  [
    'arg_task_embed',
    'RemovedArgument',
    'Hint: --task is not a vllm serve option. For embedding, reranking, or reward models, use --runner pooling.',
  ],
  [
    'arg_gpu_util_1_5',
    'InvalidArgument',
    'Input should be less than or equal to 1 [type=less_than_equal, input_value=1.5, input_type=float]',
  ],
  [
    'arg_dtype_choice',
    'InvalidArgument',
    "vllm serve: error: argument --dtype: invalid choice: 'float8'",
  ],
  [
    'arg_reasoning_parser_bogus',
    'ParserUnknown',
    "Reasoning parser 'bogus' not found. Available parsers: cohere_command3",
  ],
  [
    'arg_chat_template_missing_file',
    'ChatTemplateMissing',
    "The supplied chat template string (/etc/nope.jinja) appears path-like, but doesn't exist!",
  ],
  ['arg_empty_string', 'EmptyArgument', 'vllm: error: unrecognized arguments:'],
  [
    'arg_port_env_uri',
    'ServiceNameClash',
    "ValueError: VLLM_PORT 'tcp://10.43.0.17:8000' appears to be a URI.",
  ],
  [
    'arg_lora_without_enable',
    'LoraNotEnabled',
    'LoRA is not enabled. Use --enable-lora to enable LoRA.',
  ],
  [
    'arg_gpu_util_auto_kv',
    'HostMemoryTooSmall',
    'ValueError: Available memory on node 0 (11.41/15.84 GiB) on startup is less than desired CPU memory utilization (0.92, 14.57 GiB)',
  ],
  [
    'model_no_config',
    'ModelFolderIncomplete',
    "Value error, Invalid repository ID or local directory specified: '/data/models/tiny-noconfig'.",
  ],
  [
    'model_config_corrupt',
    'ConfigInvalid',
    "OSError: It looks like the config file at '/data/models/tiny-badjson/config.json' is not a valid JSON file.",
  ],
  [
    'model_no_tokenizer',
    'TokenizerMissing',
    "ValueError: Couldn't instantiate the backend tokenizer from one of:",
  ],
  [
    'model_no_weights',
    'WeightsMissing',
    'RuntimeError: Cannot find any model weights with `/data/models/tiny`',
  ],
  [
    'model_lfs_pointer',
    'WeightsLfsPointer',
    'SafetensorError: Error while deserializing header: header too large',
  ],
  [
    'model_truncated',
    'WeightsCorrupt',
    'SafetensorError: Error while deserializing header: incomplete metadata, file not fully covered',
  ],
  [
    'tp2',
    'TooFewNumaNodes',
    'AssertionError: Not enough allowed NUMA nodes to bind threads of 2 local CPUWorkers.',
  ],
  [
    'tp3_heads',
    'TensorParallelInvalid',
    'Value error, Total number of attention heads (2) must be divisible by tensor parallel size (3).',
  ],
  ['hub_hang', 'HubHanging', 'Found ulimit of 20000'],
  [
    'hub_tls_selfsigned',
    'HubCertificate',
    'httpx2.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1000)',
  ],
  [
    'hub_gated_no_token',
    'GatedModel',
    'Access to model org/secret is restricted. You must have access to it and be authenticated to access it. Please log in.',
  ],
  [
    'hub_bad_token',
    'HubUnauthorized',
    'Invalid credentials in Authorization header',
  ],
  [
    'hub_429',
    'HubRateLimited',
    "huggingface_hub.errors.HfHubHTTPError: 429 Too Many Requests: you have reached your 'resolvers' rate limit.",
  ],
  [
    'hub_500',
    'HubServerError',
    'HTTP Error 500 thrown while requesting HEAD https://localhost:9208/org/secret/resolve/main/config.json',
  ],
  [
    'hub_disk_full_weights',
    'DiskFull',
    'OSError: [Errno 28] No space left on device',
  ],
  [
    'hub_cache_readonly',
    'ReadOnlyFileSystem',
    "OSError: [Errno 30] Read-only file system: '/data/tm3/hub'",
  ],
  ['k8s_oom_kill', 'Killed', ''],
  [
    'k8s_no_gpu_cuda_build',
    'NoGpuVisible',
    'RuntimeError: Failed to infer device type, please set the environment variable',
  ],
  [
    'run_worker_killed',
    'WorkerDied',
    'Worker proc VllmWorker-0 died unexpectedly (exit code: -9), shutting down executor.',
  ],
];

describe('diagnoseLog', () => {
  it.each(FAILURES)('finds the cause in %s', (name, code, proof) => {
    const [finding, ...others] = diagnoseFixture(`failures/${name}.txt`);
    expect(others).toEqual([]);
    expect(finding?.code).toBe(code);
    expect(finding.evidence.map(({ text }) => text).join('\n')).toContain(
      proof,
    );
    expect(finding.message).not.toMatch(/\$<|undefined/);
  });

  it.each(FAILURES.filter(([, code]) => !/HubHanging|Killed/.test(code)))(
    'finds it in the bare log of %s, too',
    (name, code) => {
      const file = path.join(FIXTURES, `failures/${name}.txt`);
      const { lines } = parseCapturedLog(readFileSync(file, 'utf8'));
      const bare = lines.map(({ line }) => line).join('\n');
      expect(diagnoseLog(parseCapturedLog(bare).lines, options)[0]?.code).toBe(
        code,
      );
    },
  );

  it.each(['vllm-1  | ', '[pod/qwen-7f7d-abc/vllm] '])(
    'reads past what other programs put before every line: %s',
    prefix => {
      const file = path.join(FIXTURES, 'failures/model_truncated.txt');
      const { lines } = parseCapturedLog(readFileSync(file, 'utf8'));
      const text = lines.map(({ line }) => prefix + line).join('\n');
      expect(diagnoseLog(parseCapturedLog(text).lines, options)[0]?.code).toBe(
        'WeightsCorrupt',
      );
    },
  );

  it('knows every captured failure', () => {
    const files = readdirSync(path.join(FIXTURES, 'failures'));
    expect(files.sort()).toEqual(
      FAILURES.map(([name]) => `${name}.txt`).sort(),
    );
  });

  it.each(readdirSync(path.join(FIXTURES, 'good')))(
    'finds nothing in %s',
    file => {
      expect(diagnoseFixture(`good/${file}`)).toEqual([]);
    },
  );

  it('has a reason in the catalogue for whatever it may say', () => {
    for (const { code } of vllmRuntime.failures) {
      expect(Object.keys(REASONS)).toContain(code);
    }
  });

  it('has every group that its messages name', () => {
    for (const { message = '', pattern } of vllmRuntime.failures) {
      for (const [, name] of message.matchAll(/\$<(\w+)>/g)) {
        expect(
          ['line', ...pattern.source.matchAll(/\(\?<(\w+)>/g)]
            .map(String)
            .join(' '),
        ).toContain(name);
      }
    }
  });
});
