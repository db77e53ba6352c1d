import type { CommandReading } from '../facts/CommandReading';
import { countRanks } from '../facts/CommandReading';
import type { StoredSpec } from '../facts/ResolvedModel';
import { readCommand } from './readCommand';
import { vllmRuntime } from './vllm/vllmRuntime';

type Config = NonNullable<StoredSpec['deployment_config']>;

function read(deployment_config: Config) {
  return readCommand({ deployment_config }, vllmRuntime);
}

const MODULE = 'vllm.entrypoints.openai.api_server';

describe('readCommand', () => {
  it.each<[string, Config, Partial<CommandReading>]>([
    [
      'arguments in their own items',
      { args: ['a/b', '--max-model-len', '8192', '--dtype=half'] },
      { model: 'a/b', context: 8192, dtype: 'half' },
    ],
    [
      'a model after options',
      { args: ['--enforce-eager', '--seed', '1', 'a/b'] },
      { model: 'a/b' },
    ],
    [
      'the old server',
      { command: ['python3', '-m', MODULE, '--model', '/mnt/m', '-q=awq'] },
      { model: '/mnt/m', quantization: 'awq' },
    ],
    [
      'variables in arguments',
      {
        args: ['$(MODEL)', '--served-model-name=$(MODEL_NAME)'],
        extra_env: [
          { name: 'MODEL', value: 'a/b' },
          { name: 'MODEL_NAME', value: 'x' },
        ],
      },
      { model: 'a/b', servedNames: ['x'] },
    ],
    [
      'a script with variables of its own',
      {
        command: ['/bin/bash', '-c'],
        args: [
          'pip list; LEN=${LEN:-32k}; exec /opt/venv/bin/vllm serve $M --served-model-name x y --max-model-len $LEN > /tmp/log',
        ],
        extra_env: [{ name: 'M', value: 'a/b' }],
      },
      { model: 'a/b', servedNames: ['x', 'y'], context: 32_000 },
    ],
    [
      'sizes that the engine changes',
      {
        extra_args: [
          '--gpu-memory-utilization=0.95',
          '--kv_cache_dtype',
          'fp8_e4m3',
          '--max-num-seqs',
          '16',
          '--max-num-batched',
          '2048',
          '--cpu-offload-gb',
          '10',
          '--enable-lora',
          '--max-lora-rank=64',
          '--speculative-config',
          '{"model": "c/d", "num_speculative_tokens": 3}',
          '--max-model-len=auto',
        ],
      },
      {
        memoryUtilization: 0.95,
        kvCacheDtype: 'fp8_e4m3',
        maxSequences: 16,
        batchedTokens: 2048,
        cpuOffloadBytes: 10 * 2 ** 30,
        lora: { adapters: 1, rank: 64 },
        speculativeModel: 'c/d',
        context: 'auto',
        untold: [],
      },
    ],
    [
      'what cannot be known',
      {
        extra_args: [
          '--config=/models/x.yaml',
          '--hf-overrides={"num_hidden_layers": 2}',
        ],
      },
      { untold: ['--config', '--hf-overrides'] },
    ],
    [
      'overrides that change no sizes',
      { extra_args: ['--hf-overrides', '{"architectures": ["X"]}'] },
      { untold: [] },
    ],
    [
      'a cache of so many bytes, which changes nothing of the model',
      {
        extra_args: [
          '--kv-cache-memory-bytes=20G',
          '--num-gpu-blocks-override=512',
          '--kv-cache-dtype=nvfp4',
        ],
      },
      { cacheBytes: 20 * 2 ** 30, kvCacheDtype: 'nvfp4', untold: [] },
    ],
    // vllm/utils/argparse_utils.py, 0.32: parts of structured options, -sc
    [
      'parts of structured options',
      {
        args: [
          'a/b',
          '--speculative-config.method=eagle3',
          '--speculative-config.model',
          'c/d',
          '--compilation-config.cudagraph_mode=FULL_DECODE_ONLY',
          '-cc.mode=3',
          '-O3',
        ],
      },
      { model: 'a/b', speculativeModel: 'c/d' },
    ],
    [
      'the short name of a draft',
      { args: ['a/b', '-sc', '{"method":"eagle3","model":"c/d"}'] },
      { speculativeModel: 'c/d' },
    ],
    [
      'a part that resizes',
      { args: ['a/b', '--hf-overrides.num_hidden_layers', '4'] },
      { untold: ['--hf-overrides'] },
    ],
    [
      'overrides of nested names that resize',
      { args: ['a/b', '--hf-overrides={"text_config":{"vocab_size":9}}'] },
      { untold: ['--hf-overrides'] },
    ],
    [
      'overrides of what each token sees',
      {
        args: [
          'a/b',
          '--hf-overrides={"num_experts_per_tok":4,"rope_scaling":{"factor":4}}',
        ],
      },
      { untold: [] },
    ],
    [
      'overrides that a variable holds',
      { args: ['a/b', '--hf-overrides=$LAYERS_AND_hidden'] },
      { untold: ['--hf-overrides'] },
    ],
    [
      'numbers as Python writes them',
      { args: ['a/b', '--max-model-len=131_072', '--max-num-seqs', '1_024'] },
      { context: 131_072, maxSequences: 1024 },
    ],
  ])('reads %s', (_, config, expected) => {
    expect(read(config)).toMatchObject(expected);
  });

  it.each<[string[], number]>([
    [['a'], 1],
    [['a', '-tp', '4'], 4],
    [['a', '-tp=4', '--pipeline_parallel_size', '2'], 8],
    [['a', '--tensor-par=2', '-dp4', '-ep'], 8],
    [['a', '-tp', '4', '--prefill-context-parallel-size', '2'], 8],
    [['a', '-tp', '8', '-dcp', '8'], 8],
    [['a', '-dp', '16', '--data-parallel-size-local', '8'], 8],
    [['a', '-tp', '8', '-pp', '2', '--nnodes', '2'], 8],
    [['a', '-tp', '2', '-tp', '4'], 4],
    [['a', '--tensor-parallel-size', '$UNKNOWN'], 1],
  ])('counts the ranks of %j', (args, ranks) => {
    expect(countRanks(read({ args })!.parallelism)).toBe(ranks);
  });

  // as tutorials and forums have them: vLLM's and llm-d's guides, uv's tools
  it.each([
    'pip install -U vllm transformers && vllm serve a/b -tp 4',
    'cd /opt/vllm && python3 -m vllm.entrypoints.openai.api_server --model=a/b -tp 4',
    'mkdir -p /tmp/vllm; exec vllm serve a/b -tp 4',
    'which vllm\nvllm --version\nvllm serve a/b -tp=4',
    'uv run --with vllm vllm serve a/b -tp 4',
    'vllm bench latency --model x/y; vllm serve a/b -tp 4',
    'hf download c/d --local-dir /models/vllm && vllm serve a/b -tp 4',
    'cat > /tmp/run.sh <<EOF\nvllm serve c/d -tp 8\nEOF\nvllm serve a/b -tp 4',
    "cat <<-'END' | tee /tmp/x\n\tvllm serve c/d\n\tEND\nvllm serve a/b -tp 4",
    'source /opt/vllm/bin/activate; nohup vllm serve a/b -tp 4 2>&1 & wait',
  ])('takes only what serves for the engine: %j', script => {
    expect(read({ command: ['bash', '-lc', script] })).toMatchObject({
      model: 'a/b',
      parallelism: { tensor: 4 },
    });
  });

  it('does not read what is no engine', () => {
    const installs = ['sh', '-c', 'pip install vllm && /start.sh'];
    expect(read({ command: installs })).toBeUndefined();
    expect(read({ command: ['/start.sh', '-tp', '4'] })).toBeUndefined();
  });
});
