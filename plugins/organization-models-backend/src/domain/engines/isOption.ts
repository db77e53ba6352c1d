import type { OptionDialect } from '@orgmodels/backstage-plugin-organization-models-common';

/** A shorter beginning than `--x` is no option's. */
const SHORTEST_PREFIX = 3;

/**
 * Whether a word of a command may be an option, in any spelling that an
 * engine's argument parser takes: underscores, `=`, a beginning that it
 * completes, a part of it after a dot, `--no-`, and the short form.
 *
 * @remarks Stricter than the parser: a beginning that several options have is
 * each of them, since versions differ in what they know.
 */
export function isOption(
  word: string,
  option: string,
  dialect: OptionDialect,
): boolean {
  if (!option.startsWith('--')) {
    return isShortForm(word, option);
  }
  const long = /^--[^=.]*/.exec(word)?.[0].replace(/_/g, '-');
  const written = long?.replace(/^--no-/, '--');
  const { short = [] } = dialect.options[option] ?? {};
  return (
    short.some(form => isShortForm(word, form)) ||
    [long, written].some(name => name && isBeginning(name, option, dialect))
  );
}

function isBeginning(
  name: string,
  option: string,
  { options }: OptionDialect,
): boolean {
  return (
    name === option ||
    (name.length >= SHORTEST_PREFIX &&
      option.startsWith(name) &&
      // written out, an option means itself
      !Object.hasOwn(options, name))
  );
}

// A value may follow at once: -tp4, -O3, -O.level=3
function isShortForm(word: string, option: string): boolean {
  return (
    word.startsWith(option) && !/^[A-Za-z]/.test(word.slice(option.length))
  );
}
