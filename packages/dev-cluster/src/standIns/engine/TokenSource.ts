/** What an engine is asked to write, apart from the shape of the answer. */
export interface GenerationRequest {
  /** Text of a completion, or messages of a chat. */
  readonly prompt?: string;
  readonly messages?: readonly unknown[];
  /** Tokens. */
  readonly limit?: number;
  /** Sampling and structure, as OpenAI's API has them. */
  readonly body: Readonly<Record<string, any>>;
}

export type FinishReason = 'stop' | 'length';

/** First the prompt's tokens, then each token made, then why it ended. */
export type Generated =
  | { readonly promptTokens: number }
  | { readonly text: string }
  | { readonly finish: FinishReason };

/** Whoever makes the words of the engines in pods. */
export interface TokenSource {
  /** What `/version` and `owned_by` say. */
  readonly version: string;
  readonly owner: string;
  /** Tokens that prompt and answer have together at most, where less than a pod says. */
  readonly maxModelLen?: number;
  generate(
    request: GenerationRequest,
    options: { signal: AbortSignal },
  ): AsyncGenerator<Generated>;
}

/** A request that an engine refuses, answered 400. */
export class RefusedRequest extends Error {}
