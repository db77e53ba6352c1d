import { setTimeout as delay } from 'node:timers/promises';
import { ANSWER_TOKENS, countPromptTokens, tokenAt, VERSION } from './answers';
import { TokenSource } from './TokenSource';

/** Time to the first token, in milliseconds. */
const PREFILL = 20;

/** Says the same to everyone, at an even pace: for tests, and where no model can be had. */
export function madeUpTokens(options: {
  tokensPerSecond: number;
}): TokenSource {
  return {
    version: VERSION,
    owner: 'vllm',
    async *generate({ prompt, messages, limit }, { signal }) {
      yield { promptTokens: countPromptTokens(prompt ?? messages) };
      for (let index = 0; index < (limit ?? ANSWER_TOKENS); index++) {
        const pause = index ? 1_000 / options.tokensPerSecond : PREFILL;
        await delay(pause, undefined, { signal });
        yield { text: tokenAt(index) };
      }
      yield { finish: limit === undefined ? 'stop' : 'length' };
    },
  };
}
