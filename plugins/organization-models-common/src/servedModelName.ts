import { parse } from 'shell-quote';

/**
 * Finds the names under which a command makes the engine serve the model: the
 * values of `--served-model-name`, in any spelling that vLLM's argument parser
 * takes (underscores, `=`, an unambiguous prefix), also inside `sh -c "…"`.
 *
 * @remarks vLLM takes several names after one option; the first one counts for
 * metrics, but a router may use any, so all of them are returned.
 */
export function findServedModelNames(command: string[]): string[] {
  const words = wordsOf(command);
  return words.flatMap((word, index) => {
    const [option, inline] = splitOption(word);
    if (!isServedModelName(option)) {
      return [];
    }
    return inline === undefined ? valuesAfter(words, index) : [inline];
  });
}

/** The words of a command, those within shell scripts included. */
export function wordsOf(command: string[]): string[] {
  return command.flatMap(argument =>
    /\s/.test(argument) ? shellWords(argument) : [argument],
  );
}

function shellWords(script: string): string[] {
  return parse(script, name => `$${name}`).map(entry => {
    if (typeof entry === 'string') {
      return entry;
    }
    return 'pattern' in entry ? entry.pattern : ';';
  });
}

function splitOption(word: string): [string, string | undefined] {
  const equals = word.indexOf('=');
  return equals < 0
    ? [word, undefined]
    : [word.slice(0, equals), word.slice(equals + 1)];
}

function isServedModelName(option: string): boolean {
  const normal = option.replace(/_/g, '-');
  return (
    normal.startsWith('--served') && '--served-model-name'.startsWith(normal)
  );
}

function valuesAfter(words: string[], index: number): string[] {
  const rest = words.slice(index + 1);
  const end = rest.findIndex(word => /^(-|[;&|]|$)/.test(word));
  return end < 0 ? rest : rest.slice(0, end);
}
