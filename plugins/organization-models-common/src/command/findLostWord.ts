import { findScript } from './findCommandLines';

/** What people write for $0, where they know that it is none of "$@". */
const PLACEHOLDER = /^(-{0,2}|_|([\w./-]*\/)?[a-z]*sh)$/;

/**
 * The position of a word that a shell takes for $0, and that a script which
 * hands its parameters on therefore loses: `sh -c 'exec "$@"' vllm serve …` starts serve.
 *
 * @returns undefined where the word may be meant as a name for the shell
 * @public
 */
export function findLostWord(words: readonly string[]): number | undefined {
  const at = findScript(words);
  const script = at === undefined ? '' : words[at];
  const word = at === undefined ? undefined : words[at + 1];
  if (
    word === undefined ||
    PLACEHOLDER.test(word) ||
    !/\$[@*]|\$\{[@*]/.test(script) ||
    /\$0|\$\{0/.test(script)
  ) {
    return undefined;
  }
  // "$@" is the whole command, or the word is an option or a model
  const isLost =
    /(?:^|[;&|\n]|exec)\s*"?\$[{]?[@*]/.test(script) || /^-|\//.test(word);
  return isLost ? at! + 1 : undefined;
}
