import type { InferenceCall } from '../../domain/engines/ModelRuntime';
import { parse } from '../answers/AnswerMeter';

/**
 * What an answer of 200 has wrong; `undefined` where it is one.
 *
 * @remarks Numbers that are none (NaN becomes `null` in JSON) come of weights
 * that are broken or do not fit.
 */
export function findNonsense(
  call: InferenceCall,
  text: string,
): string | undefined {
  if (call === 'embeddings') {
    return nonsenseOfNumbers((parse(text) as any)?.data?.[0]?.embedding, text);
  }
  if (call === 'rerank') {
    const score = (parse(text) as any)?.results?.[0]?.relevance_score;
    return nonsenseOfNumbers([score], text);
  }
  return nonsenseOfStream(text);
}

function nonsenseOfNumbers(numbers: unknown, text: string): string | undefined {
  if (!Array.isArray(numbers) || numbers.length === 0) {
    return `no numbers in ${begin(text)}`;
  }
  return numbers.every(number => Number.isFinite(number))
    ? undefined
    : 'numbers that are none (NaN)';
}

function nonsenseOfStream(text: string): string | undefined {
  const events = text
    .split(/\r?\n/)
    .filter(line => line.startsWith('data:'))
    .map(line => line.slice('data:'.length).trim())
    .filter(data => data !== '[DONE]')
    .map(data => parse(data) as any);
  const error = events.find(event => event?.error)?.error;
  if (error) {
    return `an error in the middle of the answer: ${
      error.message ?? JSON.stringify(error)
    }`;
  }
  // an engine may answer a stream in one piece
  const answers = events.length > 0 ? events : [parse(text) as any];
  return answers.some(answer => answer?.choices?.length > 0)
    ? undefined
    : `no choice in ${begin(text)}`;
}

function begin(text: string): string {
  return text.trim() ? `“${text.trim().slice(0, 200)}”` : 'an empty answer';
}
