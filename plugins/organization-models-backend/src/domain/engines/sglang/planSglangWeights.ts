import { readOptions } from '@orgmodels/backstage-plugin-organization-models-common';
import type { WeightsPlan } from '../../facts/WeightsPlan';
import { toRepository } from '../weights/toRepository';
import { SGLANG_OPTIONS } from './sglangOptions';

const FORMATS = [undefined, 'auto', 'safetensors', 'pt'];
const UNREAD = ['--config', '--download-dir'];

/**
 * What SGLang would get from the hub for these arguments. It still asks the hub
 * itself: whether every version of it starts without was not tried.
 *
 * @returns `undefined` where nobody can tell, and where it is nothing
 */
export function planSglangWeights(args: string[]): WeightsPlan | undefined {
  const { options } = readOptions(args, SGLANG_OPTIONS);
  const text = (name: string) =>
    options.filter(option => option.name === name).at(-1)?.values[0];
  const model = toRepository(text('--model-path'), {
    revision: text('--revision'),
    weights: 'usual',
  });
  const isUnread = options.some(({ name }) => UNREAD.includes(name));
  if (!model || isUnread || !FORMATS.includes(text('--load-format'))) {
    return undefined;
  }
  const others = [
    toRepository(text('--tokenizer-path'), { weights: 'none' }),
    toRepository(text('--speculative-draft-model-path'), {
      revision: text('--speculative-draft-model-revision'),
      weights: 'usual',
    }),
  ].filter(repository => repository !== undefined);
  return { repositories: [model, ...others], offline: false };
}
