/**
 * How an engine's parser takes options.
 *
 * @public
 */
export type OptionDialect = {
  /** By long name; all that begin alike, so that beginnings are told apart. */
  options: Record<string, OptionForm>;
  /** Whether `_` means `-` in names. */
  underscores: boolean;
};

/**
 * `one` is a value that must be given, `many` are any number of them, `none` a
 * switch, which `--no-` turns off.
 *
 * @public
 */
export type OptionForm = {
  takes: 'one' | 'many' | 'none';
  /** Other names, most of them shorter: `-tp`, `--tp`. */
  short?: string[];
};

/**
 * One option as it was given; `name` is the long one where it is known.
 *
 * @public
 */
export type GivenOption = {
  name: string;
  values: string[];
  /** Position among the words. */
  index: number;
  isKnown: boolean;
  /** `--no-…` */
  isOff: boolean;
  /** Of a structured option, which the value is for: `--hf-overrides.x`. */
  part?: string;
};

/**
 * Options of a command line in the order in which they stand, and the words
 * that belong to none. An option that nobody knows takes the word after it,
 * unless that is an option.
 *
 * @public
 */
export function readOptions(
  words: readonly string[],
  dialect: OptionDialect,
): { options: GivenOption[]; positional: string[] } {
  const options: GivenOption[] = [];
  const positional: string[] = [];
  let index = 0;
  while (index < words.length) {
    const word = words[index];
    if (!looksLikeOption(word)) {
      positional.push(word);
      index += 1;
      continue;
    }
    const { inline, ...found } = resolveOption(word, dialect);
    const following =
      inline === undefined
        ? valuesAfter(words, index, dialect.options[found.name]?.takes)
        : [];
    options.push({
      ...found,
      index,
      values: inline === undefined ? following : [inline],
    });
    index += 1 + following.length;
  }
  return { options, positional };
}

/**
 * Which option a word is, in any spelling that the engine takes.
 *
 * @public
 */
export function resolveOption(
  word: string,
  dialect: OptionDialect,
): Omit<GivenOption, 'values' | 'index'> & { inline?: string } {
  const [, written, inline] = /^([^=]*)(?:=(.*))?$/s.exec(word)!;
  if (!written.startsWith('--')) {
    return resolveShort(written, inline, dialect);
  }
  const [, spelled, part] = /^([^.]*)(?:\.(.*))?$/s.exec(written)!;
  const name = dialect.underscores ? spelled.replace(/_/g, '-') : spelled;
  const found = completeName(name, dialect);
  if (found) {
    return { name: found, inline, isKnown: true, isOff: false, part };
  }
  const negated = name.startsWith('--no-')
    ? completeName(name.replace(/^--no-/, '--'), dialect)
    : undefined;
  return {
    name: negated ?? name,
    inline,
    isKnown: negated !== undefined,
    isOff: negated !== undefined,
  };
}

/** @returns the option with this name, or the only one which begins so */
function completeName(
  name: string,
  { options }: OptionDialect,
): string | undefined {
  const spellings = Object.entries(options).flatMap(([known, { short = [] }]) =>
    [known, ...short].map(spelling => ({ known, spelling })),
  );
  const exact = spellings.find(({ spelling }) => spelling === name);
  if (exact) {
    return exact.known;
  }
  const begun = spellings.filter(({ spelling }) => spelling.startsWith(name));
  const found = new Set(begun.map(({ known }) => known));
  return name.length > 2 && found.size === 1 ? begun[0].known : undefined;
}

// a value may follow at once: -tp4
function resolveShort(
  written: string,
  inline: string | undefined,
  { options }: OptionDialect,
) {
  for (const [name, { short = [] }] of Object.entries(options)) {
    for (const form of short) {
      const rest = written.slice(form.length);
      if (written.startsWith(form) && !/^[A-Za-z]/.test(rest)) {
        const known = { name, isKnown: true, isOff: false };
        return rest.startsWith('.')
          ? { ...known, inline, part: rest.slice(1) }
          : { ...known, inline: rest || inline };
      }
    }
  }
  return { name: written, inline, isKnown: false, isOff: false };
}

function valuesAfter(
  words: readonly string[],
  index: number,
  takes: OptionForm['takes'] | undefined,
): string[] {
  const rest = words.slice(index + 1);
  const end = rest.findIndex(looksLikeOption);
  const values = end < 0 ? rest : rest.slice(0, end);
  switch (takes) {
    case 'none':
      return [];
    case 'many':
      return values;
    default:
      return values.slice(0, 1);
  }
}

// a negative number is a value
function looksLikeOption(word: string): boolean {
  return /^-[^\d\s]/.test(word);
}
