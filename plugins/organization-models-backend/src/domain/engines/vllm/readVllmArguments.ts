import {
  readOptions,
  type GivenOption,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { CommandReading } from '../../facts/CommandReading';
import { VLLM_OPTIONS } from './vllmOptions';
import { findUnreadable, toBytes, toNumber, toShare } from '../optionValues';

/** Adapters at a time, and their rank, unless told. */
const LORA_ADAPTERS = 1;
const LORA_RANK = 16;

const PARALLEL =
  /^--(tensor|pipeline|data|(prefill|decode)-context)-parallel-size/;

/** They read more options, or replace what the model's config says. */
const UNTOLD = [
  '--config',
  '--hf-config-path',
  '--kv-cache-memory-bytes',
  '--num-gpu-blocks-override',
];

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
    cpuOffloadBytes: toBytes(text('--cpu-offload-gb')),
    lora: isOn(options, '--enable-lora')
      ? {
          adapters: number('--max-loras') ?? LORA_ADAPTERS,
          rank: number('--max-lora-rank') ?? LORA_RANK,
        }
      : undefined,
    speculativeModel:
      text('--speculative-model') ?? draftModelOf(text('--speculative-config')),
    untold: [
      ...options
        .filter(({ name }) => UNTOLD.includes(name))
        .map(({ name }) => name),
      ...(resizes(text('--hf-overrides')) ? ['--hf-overrides'] : []),
      ...findUnreadable(options, PARALLEL),
    ],
    parallelOptions: options
      .filter(({ name }) => PARALLEL.test(name))
      .map(({ name, values }) => [name, ...values].join(' ')),
  };
}

function valueOf(options: GivenOption[], name: string): string | undefined {
  return options.filter(option => option.name === name).at(-1)?.values[0];
}

function isOn(options: GivenOption[], name: string): boolean {
  const last = options.filter(option => option.name === name).at(-1);
  return last !== undefined && !last.isOff && last.values[0] !== 'false';
}

function toContext(value: string | undefined): number | 'auto' | undefined {
  return value === 'auto' || value === '-1' ? 'auto' : toCount(value);
}

const UNITS: Record<string, number> = {
  k: 1e3,
  m: 1e6,
  g: 1e9,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
};

/** `8192`, `32k` (thousands), `32K` (1,024 each). */
function toCount(value = ''): number | undefined {
  const [, number, unit] = /^([\d.]+)([kKmMgG])?$/.exec(value) ?? [];
  const count = Math.floor(Number(number) * (UNITS[unit] ?? 1));
  return count > 0 ? count : undefined;
}

function draftModelOf(config: string | undefined): string | undefined {
  const { model } = parseObject(config);
  return typeof model === 'string' ? model : undefined;
}

/** What changes how large a model is; positions and names do not. */
const SIZES = /hidden|layers|heads|head_dim|intermediate|vocab|expert/;

function resizes(overrides: string | undefined): boolean {
  return overrides !== undefined && SIZES.test(overrides);
}

function parseObject(json: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
