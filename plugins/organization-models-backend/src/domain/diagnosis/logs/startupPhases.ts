/** The phases of a start, as engines' dialects call them, in words. */
const WORDS: Record<string, string> = {
  options: 'while it read its configuration',
  config: 'while it started its processes',
  engine: 'while it prepared to load the model',
  load: 'while it loaded the weights',
  downloaded: 'while it loaded the weights',
  weights: 'after the weights were loaded',
  compile: 'while it compiled the model',
  compiled: 'after the model was compiled',
  cache: 'while it set up the KV cache',
  ready: 'while it opened its server',
  http: 'while it opened its server',
  serving: 'while it served',
};

/** Where an engine stood, for instance `while it loaded the weights`. */
export function describePhase(phase: string | undefined): string {
  return WORDS[phase ?? ''] ?? 'while it started';
}
