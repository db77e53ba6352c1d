import { NO_TOKENS, readUsage, type TokenCounts } from './readUsage';

type Event = Record<string, any>;

/** Adds up what the pieces of a stream tell of its usage. */
export class StreamUsage {
  /** As it was told last, of everything together. */
  #told: TokenCounts = NO_TOKENS;
  /** As it was told of each answer, where a client wanted several. */
  readonly #ofAnswers = new Map<number, TokenCounts>();
  #raw: unknown;
  #isTold = false;
  /** Pieces that carry something: of most engines a token each. */
  #pieces = 0;

  /** @param answersPerPrompt - of several prompts, so many answers have the same */
  constructor(private readonly answersPerPrompt = Infinity) {}

  /** The engine has told what was generated so far, and not of the prompt alone. */
  get isTold(): boolean {
    return this.#isTold;
  }

  /** As the engine would tell it at the end. */
  get usage(): unknown {
    if (this.#ofAnswers.size < 2) {
      return this.#raw;
    }
    const { promptTokens, completionTokens } = this.#told;
    return {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    };
  }

  /**
   * As the engine tells them. One that tells them at the end only has told
   * nothing of a stream that is left before: then its pieces count as tokens,
   * and a prompt of which nothing is known as none.
   */
  get tokens(): TokenCounts {
    return this.#isTold
      ? this.#told
      : { ...this.#told, completionTokens: this.#pieces };
  }

  read(event: Event): void {
    this.#pieces += carriesText(event) ? 1 : 0;
    this.#isTold ||= Boolean(event.usage ?? event.response?.usage);
    if (event.usage) {
      this.#raw = event.usage;
    }
    const answer = event.usage ? event.choices?.[0]?.index : undefined;
    if (typeof answer !== 'number') {
      this.#told = readUsage(event, this.#told);
      return;
    }
    // With each token engines tell what was generated of its own answer
    const before = this.#ofAnswers.get(answer) ?? NO_TOKENS;
    this.#ofAnswers.set(answer, readUsage(event, before));
    this.#told = addUp(this.#ofAnswers, this.answersPerPrompt);
  }
}

// A prompt is read once for all of its answers
function addUp(
  ofAnswers: ReadonlyMap<number, TokenCounts>,
  answersPerPrompt: number,
): TokenCounts {
  const ofPrompts = new Map<number, TokenCounts>();
  for (const [answer, counts] of ofAnswers) {
    const prompt = Math.floor(answer / answersPerPrompt);
    const before = ofPrompts.get(prompt) ?? NO_TOKENS;
    ofPrompts.set(prompt, {
      promptTokens: Math.max(before.promptTokens, counts.promptTokens),
      cachedTokens: Math.max(before.cachedTokens, counts.cachedTokens),
      completionTokens: before.completionTokens + counts.completionTokens,
    });
  }
  const sum = (name: keyof TokenCounts) =>
    [...ofPrompts.values()].reduce((total, counts) => total + counts[name], 0);
  return {
    promptTokens: sum('promptTokens'),
    cachedTokens: sum('cachedTokens'),
    completionTokens: sum('completionTokens'),
  };
}

/** Of OpenAI's forms (chat, completions, responses) and of Anthropic's. */
function carriesText({ choices, type }: Event): boolean {
  if (!Array.isArray(choices)) {
    return typeof type === 'string' && type.endsWith('delta');
  }
  return choices.some(choice => {
    const { content, reasoning, reasoning_content, tool_calls } =
      choice?.delta ?? {};
    const texts = [choice?.text, content, reasoning, reasoning_content];
    return texts.some(Boolean) || tool_calls?.length > 0;
  });
}
