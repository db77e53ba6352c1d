import type { Reason } from './Reason';

/** What a tiny request after the start brought to light. */
export const ANSWER_REASONS = {
  AnswerRefused: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The engine is ready and refuses the simplest request.',
    hint: 'Its words say why. A chat model without a template needs --chat-template in extra_args, or model_type completion; a model for embeddings needs model_type embedding.',
    seen: 'condition Answers; `default chat template is no longer allowed`, 4xx or 5xx',
  },
  AnswerInvalid: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The engine is ready, and its answer is none.',
    hint: 'The weights may be broken or not fit the number format: copy them again, or try --dtype bfloat16 in extra_args.',
    seen: 'condition Answers; NaN, no choices, or no JSON',
  },
  AnswerMissing: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The engine is ready and gives no answer.',
    hint: 'See its log: a worker or the GPUs may hang. A new start may help: stop the model and start it again.',
    seen: 'condition Answers; no byte within two minutes',
  },
} satisfies Record<string, Reason>;
