import {
  expandReferences,
  readVariables,
  type PlainVariable,
} from './expandVariables';
import { readScript } from './readScript';

/**
 * What a container starts, each program with its arguments: the words as they
 * are, or the commands of the script that they give to a shell. Variables are
 * put in as Kubernetes and the shell do; those that nobody knows stay.
 *
 * @public
 */
export function findCommandLines(
  words: readonly string[],
  variables: readonly PlainVariable[] = [],
): string[][] {
  const values = readVariables(variables);
  return linesOf(
    words.map(word => expandReferences(word, values)),
    values,
  );
}

/** A variable may hold a script that starts itself. */
const DEEPEST = 8;

function linesOf(
  words: string[],
  values: Map<string, string>,
  depth = 0,
): string[][] {
  const script = findScript(words);
  return script === undefined || depth > DEEPEST
    ? [words]
    : readScript(words[script], {
        values,
        lists: new Map(),
        depth,
        given: words.slice(script + 1),
      }).flatMap(line => linesOf(line, values, depth + 1));
}

const SHELL = /^(.*\/)?(ba|da|a|z|k)?sh$/;
const SHELL_OPTION = /^[-+]{1,2}[\w-]+$/;
/** With the name of what they turn on or off behind them. */
const TAKES_NAME = /^([-+][a-z]*o|[-+]O)$/;
const TAKES_SCRIPT = /^-[a-z]*c$/;

/** @returns the position of a script behind `sh -c` */
export function findScript(words: readonly string[]): number | undefined {
  const shell = words.findIndex(word => SHELL.test(word));
  if (shell < 0) {
    return undefined;
  }
  for (let index = shell + 1; index < words.length - 1; index += 1) {
    if (TAKES_SCRIPT.test(words[index])) {
      const script = words[index + 1] === '--' ? index + 2 : index + 1;
      return script < words.length ? script : undefined;
    }
    if (!SHELL_OPTION.test(words[index])) {
      return undefined;
    }
    if (TAKES_NAME.test(words[index])) {
      index += 1;
    }
  }
  return undefined;
}
