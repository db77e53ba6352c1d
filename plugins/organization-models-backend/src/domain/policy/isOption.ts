/** vLLM's short forms of options that have a long one, too. */
const SHORT_FORMS: Record<string, string[]> = {
  '--tensor-parallel-size': ['-tp'],
  '--pipeline-parallel-size': ['-pp'],
  '--data-parallel-size': ['-dp'],
  '--enable-expert-parallel': ['-ep'],
  '--quantization': ['-q'],
  '--compilation-config': ['-O', '-cc'],
};

/** Options of vLLM which others begin with: written out, they mean themselves. */
const WHOLE_OPTIONS = [
  '--chat-template',
  '--config',
  '--data-parallel-size',
  '--enable-lora',
  '--kv-cache-dtype',
  '--model',
  '--quantization',
  '--reasoning-parser',
  '--tokenizer',
];

/** A shorter beginning than `--x` is no option's. */
const SHORTEST_PREFIX = 3;

/**
 * Whether a word of a command is an option, in any spelling that vLLM's
 * argument parser takes: underscores, `=`, a beginning that it completes, a
 * part of it after a dot, `--no-`, and the short form.
 */
export function isOption(word: string, option: string): boolean {
  if (!option.startsWith('--')) {
    return isShortForm(word, option);
  }
  const long = /^--[^=.]*/.exec(word)?.[0].replace(/_/g, '-');
  const written = long?.replace(/^--no-/, '--');
  return (
    SHORT_FORMS[option]?.some(short => isShortForm(word, short)) ||
    [long, written].some(name => name && isBeginning(name, option))
  );
}

function isBeginning(name: string, option: string): boolean {
  return (
    name === option ||
    (name.length >= SHORTEST_PREFIX &&
      option.startsWith(name) &&
      !WHOLE_OPTIONS.includes(name))
  );
}

// A value may follow at once: -tp4, -O3, -O.level=3
function isShortForm(word: string, option: string): boolean {
  return (
    word.startsWith(option) && !/^[A-Za-z]/.test(word.slice(option.length))
  );
}
