import {
  type GivenOption,
  nearestName,
  type PlanWarning,
  readOptions,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredSpec } from '../facts/ResolvedModel';
import type { ModelRuntime } from './ModelRuntime';
import { toShare } from './optionValues';

/** Letters that may differ: not every option is known here. */
const MOST_LETTERS = 2;
/** Shorter names are near to many others. */
const SHORTEST = '--max-seqs'.length;
/** What part of a GPU's memory an engine takes, as engines call it. */
const SHARES = ['--gpu-memory-utilization', '--mem-fraction-static'];

/**
 * Arguments that the engine will hardly take: an option that is all but the name
 * of a known one, and a share of memory that is none. Nothing is refused: other
 * versions know other options.
 */
export function findOptionDoubts(
  { deployment_config = {} }: Pick<StoredSpec, 'deployment_config'>,
  { options: dialect }: Pick<ModelRuntime, 'options'>,
): PlanWarning[] {
  const { command, args = [], extra_args = [] } = deployment_config;
  const fields = { args: command ? [] : args, extra_args };
  return Object.entries(fields).flatMap(([name, words]) =>
    readOptions(words, dialect).options.flatMap(option => {
      const message =
        option.isKnown && !option.isOff
          ? wrongShare(option)
          : probableTypo(
              words[option.index],
              option,
              Object.keys(dialect.options),
            );
      const field = `deployment_config.${name}.${option.index}`;
      return message ? [{ code: 'MayBeRefused', field, message }] : [];
    }),
  );
}

function probableTypo(
  word: string,
  { name, isKnown }: GivenOption,
  known: string[],
): string | undefined {
  const meant =
    isKnown || name.length < SHORTEST
      ? undefined
      : nearestName(name, known, MOST_LETTERS);
  return meant
    ? `${
        word.split('=')[0]
      } is no option that is known of the engine, which ends at once where it does not know one: ${meant} may be meant`
    : undefined;
}

function wrongShare({ name, values: [value] }: GivenOption) {
  const isShare = toShare(value) !== undefined || !/^[\d.]+$/.test(value ?? '');
  const percent = Number(value) / 100;
  return !SHARES.includes(name) || isShare
    ? undefined
    : `${name} is ${value}, and has to be above 0 and at most 1${
        toShare(`${percent}`) ? `: ${percent} may be meant` : ''
      }`;
}
