/** A message of a conversation, as the OpenAI-compatible API takes it. */
export type ChatMessage = {
  role: 'user' | 'assistant';
  content: string;
  /** What the model thought before it answered; not sent back. */
  reasoning?: string;
  /** Why it ended, where it is not a plain end. */
  ending?: 'length' | 'stopped' | 'empty';
};

/** What the caller may set; what is left out is the engine's default. */
export type ChatParameters = {
  system?: string;
  temperature?: number;
  maxTokens?: number;
  topP?: number;
};

/** How fast an answer came; seconds. */
export type ChatFigures = {
  firstTokenSeconds?: number;
  tokensPerSecond?: number;
  promptTokens?: number;
  completionTokens?: number;
};
