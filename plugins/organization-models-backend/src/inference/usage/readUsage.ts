/** Tokens as the engine counted them. */
export type TokenCounts = {
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
};

export const NO_TOKENS: TokenCounts = {
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
};

type Usage = Record<string, any>;

/**
 * Reads the usage in an answer or in a piece of a stream, of any of the calls:
 * it is at the top, or in the `response` or `message` that a piece carries.
 *
 * @param before - what earlier pieces said: later ones may tell less
 * @returns `before` where there is none
 */
export function readUsage<T extends TokenCounts | undefined>(
  answer: unknown,
  before: T,
): TokenCounts | T {
  const { usage, response, message } = (answer ?? {}) as Usage;
  const found = usage ?? response?.usage ?? message?.usage;
  if (typeof found !== 'object' || found === null) {
    return before;
  }
  const {
    promptTokens = 0,
    cachedTokens = 0,
    completionTokens = 0,
  } = before ?? {};
  return {
    promptTokens: promptOf(found) ?? promptTokens,
    cachedTokens: cachedOf(found) ?? cachedTokens,
    completionTokens:
      count(found.completion_tokens) ??
      count(found.output_tokens) ??
      completionTokens,
  };
}

// Anthropic's form does not count what was cached among the input
function promptOf(usage: Usage): number | undefined {
  const input = count(usage.input_tokens);
  return (
    count(usage.prompt_tokens) ??
    (input === undefined
      ? undefined
      : input +
        (count(usage.cache_read_input_tokens) ?? 0) +
        (count(usage.cache_creation_input_tokens) ?? 0))
  );
}

function cachedOf(usage: Usage): number | undefined {
  return (
    count(usage.prompt_tokens_details?.cached_tokens) ??
    count(usage.input_tokens_details?.cached_tokens) ??
    count(usage.cache_read_input_tokens)
  );
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? Math.floor(value)
    : undefined;
}
