import {
  readOptions,
  type GivenOption,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { type CommandReading, OPTIONS_FILE } from '../../facts/CommandReading';
import { VLLM_OPTIONS } from './vllmOptions';
import {
  findUnreadable,
  toBytes,
  toCount,
  toNumber,
  toShare,
  valueOf,
} from '../optionValues';
import { objectOf, resizes } from '../structuredOptions';

/** Adapters at a time, and their rank, unless told. */
const LORA_ADAPTERS = 1;
const LORA_RANK = 16;

const PARALLEL =
  /^--(tensor|pipeline|data|(prefill|decode)-context)-parallel-size/;

/** They read more options, or replace what the model's config says. */
const UNTOLD = [OPTIONS_FILE, '--hf-config-path'];

/**
 * What vLLM makes of its arguments, with or without the word `serve`. The last
 * of equal options counts, and one without its value for none.
 */
export function readVllmArguments(words: string[]): CommandReading {
  const given = words[0] === 'serve' ? words.slice(1) : words;
  const { options, positional } = readOptions(given, VLLM_OPTIONS);
  const text = (name: string) => valueOf(options, name);
  const number = (name: string) => toNumber(text(name));
  const data = number('--data-parallel-size');
  return {
    model: text('--model') ?? positional[0],
    servedNames: options
      .filter(({ name }) => name === '--served-model-name')
      .flatMap(({ values }) => values),
    parallelism: {
      tensor: number('--tensor-parallel-size'),
      pipeline: number('--pipeline-parallel-size'),
      data: number('--data-parallel-size-local') ?? data,
      dataEverywhere: data,
      prefillContext: number('--prefill-context-parallel-size'),
      decodeContext: number('--decode-context-parallel-size'),
      expert: isOn(options, '--enable-expert-parallel'),
      nodes: number('--nnodes'),
    },
    context: toContext(text('--max-model-len')),
    dtype: text('--dtype'),
    quantization: text('--quantization'),
    kvCacheDtype: text('--kv-cache-dtype'),
    memoryUtilization: toShare(text('--gpu-memory-utilization')),
    maxSequences: number('--max-num-seqs'),
    batchedTokens: toCount(text('--max-num-batched-tokens')),
    cacheBytes: toCount(text('--kv-cache-memory-bytes')),
    cpuOffloadBytes: toBytes(text('--cpu-offload-gb')),
    lora: isOn(options, '--enable-lora')
      ? {
          adapters: number('--max-loras') ?? LORA_ADAPTERS,
          rank: number('--max-lora-rank') ?? LORA_RANK,
        }
      : undefined,
    speculativeModel:
      text('--speculative-model') ??
      draftModelOf(objectOf(options, '--speculative-config')),
    untold: [
      ...options
        .filter(({ name }) => UNTOLD.includes(name))
        .map(({ name }) => name),
      ...(resizes(options, '--hf-overrides') ? ['--hf-overrides'] : []),
      ...findUnreadable(options, PARALLEL),
    ],
    parallelOptions: options
      .filter(({ name }) => PARALLEL.test(name))
      .map(({ name, values }) => [name, ...values].join(' ')),
  };
}

function isOn(options: GivenOption[], name: string): boolean {
  const last = options.filter(option => option.name === name).at(-1);
  return last !== undefined && !last.isOff && last.values[0] !== 'false';
}

function toContext(value: string | undefined): number | 'auto' | undefined {
  return value === 'auto' || value === '-1' ? 'auto' : toCount(value);
}

function draftModelOf({ model }: Record<string, unknown>): string | undefined {
  return typeof model === 'string' ? model : undefined;
}
