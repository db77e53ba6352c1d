import {
  type GivenOption,
  nearestName,
  type OptionDialect,
  type PlanWarning,
  readOptions,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredSpec } from '../facts/ResolvedModel';
import type { ModelRuntime } from './ModelRuntime';
import { toCount, toShare } from './optionValues';

/** Letters that may differ: not every option is known here. */
const MOST_LETTERS = 2;
/** Shorter names are near to many others. */
const SHORTEST = '--max-seqs'.length;
/** What part of a GPU's memory an engine takes, as engines call it. */
const SHARES = ['--gpu-memory-utilization', '--mem-fraction-static'];
/** Options whose value is a number of something. */
const COUNTS =
  /^--((tensor|pipeline|data)-parallel-size|[tpd]p-size|max-model-len|context-length|max-num-(seqs|batched-tokens)|max-running-requests)$/;

/**
 * Arguments that the engine will hardly take: an option that is all but the name
 * of a known one, and a value that is none of its kind. Nothing is refused: other
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
      const message = option.isKnown
        ? wrongValue(words, option, dialect)
        : probableTypo(words[option.index], option, dialect);
      const field = `deployment_config.${name}.${option.index}`;
      return message ? [{ code: 'MayBeRefused', field, message }] : [];
    }),
  );
}

function probableTypo(
  word: string,
  { name }: GivenOption,
  { options }: OptionDialect,
): string | undefined {
  const known = Object.keys(options);
  const meant =
    known.find(option => option === `-${name}`) ??
    (name.length < SHORTEST
      ? undefined
      : nearestName(name, known, MOST_LETTERS));
  return meant
    ? `${
        word.split('=')[0]
      } is no option that is known of the engine, which ends at once where it does not know one: ${meant} may be meant`
    : undefined;
}

function wrongValue(
  words: string[],
  option: GivenOption,
  dialect: OptionDialect,
): string | undefined {
  const isSwitch = dialect.options[option.name].takes === 'none';
  return isSwitch
    ? switchWithValue(words, option)
    : wrongShare(option) ?? wrongCount(option);
}

const TRUTH = /^(true|false|yes|no|on|off|1|0)$/i;

function switchWithValue(
  words: string[],
  { name, values: [inline], index }: GivenOption,
): string | undefined {
  const next = words[index + 1];
  const value = inline ?? (next && TRUTH.test(next) ? next : undefined);
  return value === undefined
    ? undefined
    : `${name} is a switch and takes no value such as ${value}, which most versions refuse: write it alone, --no-${name.slice(
        2,
      )} to turn it off, or leave it out`;
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

// a variable may stand for a number
function wrongCount({ name, values: [value] }: GivenOption) {
  const isCount =
    toCount(value) !== undefined || /^(auto|-1)$|[$`]/.test(value ?? '$');
  return !COUNTS.test(name) || isCount
    ? undefined
    : `${name} is ${value}, and has to be a whole number such as 8192`;
}
