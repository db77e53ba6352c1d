import { readOptions } from '@orgmodels/backstage-plugin-organization-models-common';
import { type CommandReading, OPTIONS_FILE } from '../../facts/CommandReading';
import { SGLANG_OPTIONS } from './sglangOptions';
import {
  findUnreadable,
  toBytes,
  toNumber,
  toShare,
  valueOf,
} from '../optionValues';
import { resizes } from '../structuredOptions';

/** Adapters at a time unless told. */
const LORA_ADAPTERS = 8;
const LORA_RANK = 16;

const OVERRIDES = '--json-model-override-args';

const PARALLEL = /^--[tpd]p-size$/;

/** What SGLang makes of its arguments, with or without the word `serve`. */
export function readSglangArguments(words: string[]): CommandReading {
  const given = words[0] === 'serve' ? words.slice(1) : words;
  const { options } = readOptions(given, SGLANG_OPTIONS);
  const text = (name: string) => valueOf(options, name);
  const number = (name: string) => toNumber(text(name));
  const has = (name: string) => options.some(option => option.name === name);
  const servedName = text('--served-model-name');
  return {
    model: text('--model-path'),
    servedNames: servedName === undefined ? [] : [servedName],
    parallelism: {
      tensor: number('--tp-size'),
      pipeline: number('--pp-size'),
      // attention alone is copied among the tensor parallel GPUs then
      data: has('--enable-dp-attention') ? undefined : number('--dp-size'),
      attentionData: has('--enable-dp-attention')
        ? number('--dp-size')
        : undefined,
      expert: (number('--ep-size') ?? 1) > 1,
      nodes: number('--nnodes'),
    },
    context: number('--context-length'),
    dtype: text('--dtype'),
    quantization: text('--quantization'),
    kvCacheDtype: text('--kv-cache-dtype'),
    memoryUtilization: toShare(text('--mem-fraction-static')),
    maxSequences: number('--max-running-requests'),
    batchedTokens: number('--chunked-prefill-size'),
    cpuOffloadBytes: toBytes(text('--cpu-offload-gb')),
    lora:
      has('--enable-lora') || has('--lora-paths')
        ? {
            adapters: number('--max-loras-per-batch') ?? LORA_ADAPTERS,
            rank: number('--max-lora-rank') ?? LORA_RANK,
          }
        : undefined,
    speculativeModel: text('--speculative-draft-model-path'),
    untold: [
      ...[OPTIONS_FILE].filter(has),
      ...[OVERRIDES].filter(name => resizes(options, name)),
      ...findUnreadable(options, PARALLEL),
    ],
    parallelOptions: options
      .filter(({ name }) => PARALLEL.test(name))
      .map(({ name, values }) => [name, ...values].join(' ')),
  };
}
