/*
 * A stand-in of vLLM's answers: the shapes of its OpenAI-compatible API with a fixed text in them.
 */
import { randomUUID } from 'node:crypto';
import { TokenSource } from './TokenSource';
import { ServedModel } from './toServedModel';

const TEXT =
  'This answer comes from a stand-in for an engine: it has the shape of an answer of vLLM, and says the same to everyone.'.split(
    /(?<= )/,
  );

export const VERSION = '0.32.0';

/** The token at an index: a word, endlessly. */
export function tokenAt(index: number): string {
  return index > 0 && index % TEXT.length === 0
    ? ` ${TEXT[0]}`
    : TEXT[index % TEXT.length];
}

/** How many tokens an answer has without `max_tokens`. */
export const ANSWER_TOKENS = TEXT.length;

/** A rough count: words and a few for the template. */
export function countPromptTokens(prompt: unknown): number {
  const text = typeof prompt === 'string' ? prompt : JSON.stringify(prompt);
  return (text?.split(/\s+/).length ?? 0) + 4;
}

export type CompletionKind = 'chat.completion' | 'text_completion';

/** Who an answer is for: the same head for the whole and for each piece of a stream. */
export interface AnswerHead {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

export function newAnswerHead(kind: CompletionKind, model: string): AnswerHead {
  const prefix = kind === 'chat.completion' ? 'chatcmpl' : 'cmpl';
  return {
    id: `${prefix}-${randomUUID().replace(/-/g, '')}`,
    created: Math.floor(Date.now() / 1_000),
    model,
  };
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

export function toUsage(prompt: number, completion: number): Usage {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
  };
}

/** The answer to a request that does not stream. */
export function buildCompletion(
  kind: CompletionKind,
  head: AnswerHead,
  answer: { text: string; finishReason: string; usage: Usage },
) {
  const { text, finishReason, usage } = answer;
  const choice =
    kind === 'chat.completion'
      ? { message: { role: 'assistant', content: text, tool_calls: [] } }
      : { text };
  return {
    ...head,
    object: kind,
    choices: [
      { index: 0, ...choice, logprobs: null, finish_reason: finishReason },
    ],
    usage,
  };
}

/** One piece of a stream; the first of a chat carries the role, the last the reason. */
export function buildChunk(
  kind: CompletionKind,
  head: AnswerHead,
  piece: { text?: string; role?: string; finishReason?: string },
) {
  const { text, role, finishReason } = piece;
  const choice =
    kind === 'chat.completion'
      ? { delta: { ...(role && { role }), content: text ?? '' } }
      : { text: text ?? '' };
  return {
    ...head,
    object: kind === 'chat.completion' ? 'chat.completion.chunk' : kind,
    choices: [
      {
        index: 0,
        ...choice,
        logprobs: null,
        finish_reason: finishReason ?? null,
      },
    ],
  };
}

/** The last piece of a stream whose client asked for `include_usage`. */
export function buildUsageChunk(
  kind: CompletionKind,
  head: AnswerHead,
  usage: Usage,
) {
  return { ...buildChunk(kind, head, {}), choices: [], usage };
}

const DIMENSIONS = 16;

/** Vectors that differ by input and have length 1. */
export function buildEmbeddings(
  model: string,
  inputs: readonly unknown[],
  format: 'float' | 'base64' = 'float',
) {
  const prompt = inputs.reduce<number>(
    (sum, input) => sum + countPromptTokens(input),
    0,
  );
  return {
    id: `embd-${randomUUID().replace(/-/g, '')}`,
    object: 'list',
    created: Math.floor(Date.now() / 1_000),
    model,
    data: inputs.map((input, index) => ({
      index,
      object: 'embedding',
      embedding: encode(toVector(JSON.stringify(input)), format),
    })),
    usage: { ...toUsage(prompt, 0), prompt_tokens_details: null },
  };
}

/** OpenAI's clients ask for base64 unless told otherwise. */
function encode(vector: number[], format: 'float' | 'base64') {
  return format === 'base64'
    ? Buffer.from(Float32Array.from(vector).buffer).toString('base64')
    : vector;
}

function toVector(text: string): number[] {
  const raw = Array.from({ length: DIMENSIONS }, (_, index) =>
    Math.sin(
      [...text].reduce(
        (sum, letter, at) => sum + letter.charCodeAt(0) * (at + index + 1),
        index,
      ),
    ),
  );
  const length = Math.hypot(...raw);
  return raw.map(value => value / length);
}

export function buildModelList(
  { names, root, maxModelLen }: ServedModel,
  { created, source }: { created: number; source: TokenSource },
) {
  return {
    object: 'list',
    data: names.map(id => ({
      id,
      object: 'model',
      created,
      owned_by: source.owner,
      root,
      parent: null,
      max_model_len: Math.min(maxModelLen, source.maxModelLen ?? maxModelLen),
    })),
  };
}

/** An error in OpenAI's shape, as vLLM writes it. */
export function buildError(
  code: number,
  { type, message, param }: { type: string; message: string; param?: string },
) {
  return { error: { message, type, param: param ?? null, code } };
}
