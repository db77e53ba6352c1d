import {
  readOptions,
  type GivenOption,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { WeightsPlan } from '../../facts/WeightsPlan';
import { valueOf } from '../optionValues';
import { objectOf, parseObject } from '../structuredOptions';
import { toRepository } from '../weights/toRepository';
import { isSince } from './isSince';
import { VLLM_OPTIONS } from './vllmOptions';

/** Since this version, vLLM looks up the folder of a model that it has. */
const OFFLINE_SINCE = '0.11.0';

/** Formats that are files of a repository as it is. */
const FORMATS = [undefined, 'auto', 'safetensors', 'hf', 'mistral', 'pt'];

/** Options that are not read here, or put the files elsewhere. */
const UNREAD = ['--config', '--download-dir'];

/** They name more that the hub may be asked for, now or later. */
const FURTHER = [
  '--code-revision',
  '--generation-config',
  '--hf-config-path',
  '--lora-modules',
  '--speculative-config',
  '--speculative-model',
  '--tokenizer',
  '--trust-remote-code',
];

/**
 * What vLLM would get from the hub for these arguments.
 *
 * @returns `undefined` where nobody can tell, and where it is nothing
 */
export function planVllmWeights(
  args: string[],
  engineVersion: string,
): WeightsPlan | undefined {
  const { options, positional } = readOptions(args, VLLM_OPTIONS);
  const text = (name: string) => valueOf(options, name);
  const model = toRepository(text('--model') ?? positional[0], {
    revision: text('--revision'),
    weights: isMistral(options) ? 'mistral' : 'usual',
  });
  const isGiven = (name: string) => options.some(given => given.name === name);
  if (
    !model ||
    !FORMATS.includes(text('--load-format')) ||
    UNREAD.some(isGiven)
  ) {
    return undefined;
  }
  const others = [
    toRepository(text('--tokenizer'), {
      revision: text('--tokenizer-revision'),
      weights: 'none',
    }),
    toRepository(text('--hf-config-path'), { weights: 'none' }),
    ...draftsOf(options),
    ...adaptersOf(options),
  ].filter(repository => repository !== undefined);
  return {
    repositories: [model, ...others],
    offline: isSince(engineVersion, OFFLINE_SINCE) && !FURTHER.some(isGiven),
  };
}

function isMistral(options: GivenOption[]): boolean {
  return ['--load-format', '--config-format'].some(
    name => valueOf(options, name) === 'mistral',
  );
}

function draftsOf(options: GivenOption[]) {
  const { model, revision } = objectOf(options, '--speculative-config');
  const id = typeof model === 'string' ? model : undefined;
  return [
    toRepository(id ?? valueOf(options, '--speculative-model'), {
      revision: typeof revision === 'string' ? revision : undefined,
      weights: 'usual',
    }),
  ];
}

// name=path, or an object
function adaptersOf(options: GivenOption[]) {
  return options
    .filter(({ name }) => name === '--lora-modules')
    .flatMap(({ values }) => values)
    .map(value => {
      const { path } = parseObject(value);
      const id = typeof path === 'string' ? path : value.split('=')[1];
      return toRepository(id, { weights: 'adapter' });
    });
}
