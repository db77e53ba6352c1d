import type { PlainVariable } from './command/expandVariables';
import { findCommandLines } from './command/findCommandLines';
import { findShellWords } from './command/findShellWords';

const OPTION = '--served-model-name';
/** Shorter ones are no longer this option alone. */
const SHORTEST_PREFIX = '--ser';

/**
 * Finds the names under which a command makes the engine serve the model: the
 * values of `--served-model-name`, in any spelling that vLLM's argument parser
 * takes (underscores, `=`, an unambiguous prefix), also inside `sh -c "…"`.
 *
 * @remarks vLLM takes several names after one option; the first one counts for
 * metrics, but a router may use any, so all of them are returned. A name by a
 * variable is the variable's value, as Kubernetes and the shell have it.
 *
 * @public
 */
export function findServedModelNames(
  command: string[],
  variables: readonly PlainVariable[] = [],
): string[] {
  const lines = findCommandLines(command, variables);
  const words = lines.flatMap(line => [...line.flatMap(findShellWords), ';']);
  return words.flatMap((word, index) => {
    const [option, inline] = splitOption(word);
    if (!isServedModelName(option)) {
      return [];
    }
    return inline === undefined ? valuesAfter(words, index) : [inline];
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
  return normal.length >= SHORTEST_PREFIX.length && OPTION.startsWith(normal);
}

function valuesAfter(words: string[], index: number): string[] {
  const rest = words.slice(index + 1);
  const end = rest.findIndex(word => /^(-|[;&|]|$)/.test(word));
  return end < 0 ? rest : rest.slice(0, end);
}
