import { readChunks } from '../../api/readChunks';
import type { ChatFigures, ChatMessage, ChatParameters } from './ChatMessage';

/** An answer so far. */
export type ChatProgress = { answer: ChatMessage; figures: ChatFigures };

type Chunk = {
  choices?: {
    delta?: {
      content?: string | null;
      reasoning?: string | null;
      reasoning_content?: string | null;
    };
    finish_reason?: string | null;
  }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null;
};

/** The body of `chat/completions`. */
export function buildChatRequest(
  name: string,
  messages: ChatMessage[],
  parameters: ChatParameters,
) {
  const { system, temperature, maxTokens, topP } = parameters;
  return {
    model: name,
    messages: [
      ...(system ? [{ role: 'system', content: system }] : []),
      ...messages.map(({ role, content }) => ({ role, content })),
    ],
    stream: true,
    stream_options: { include_usage: true },
    temperature,
    top_p: topP,
    max_tokens: maxTokens,
  };
}

/**
 * Follows an answer while it comes.
 *
 * @param now - milliseconds; `startedAt` is such a moment, too
 */
export async function* streamChat(
  response: Response,
  options: { startedAt: number; now: () => number },
): AsyncGenerator<ChatProgress> {
  const { startedAt, now } = options;
  let answer: ChatMessage = { role: 'assistant', content: '' };
  let figures: ChatFigures = {};
  let firstAt: number | undefined;
  for await (const chunk of readChunks<Chunk>(response)) {
    const [choice] = chunk.choices ?? [];
    const next = append(answer, choice);
    if (next !== answer && firstAt === undefined) {
      firstAt = now();
      figures = { firstTokenSeconds: (firstAt - startedAt) / 1000 };
    }
    answer = next;
    if (chunk.usage) {
      figures = {
        ...figures,
        ...toFigures(chunk.usage, firstAt && (now() - firstAt) / 1000),
      };
    }
    yield { answer, figures };
  }
  if (!answer.content && !answer.reasoning) {
    yield { answer: { ...answer, ending: answer.ending ?? 'empty' }, figures };
  }
}

function append(
  answer: ChatMessage,
  choice: NonNullable<Chunk['choices']>[number] | undefined,
): ChatMessage {
  const content = choice?.delta?.content ?? '';
  const reasoning =
    choice?.delta?.reasoning_content ?? choice?.delta?.reasoning ?? '';
  const isCut = choice?.finish_reason === 'length';
  if (!content && !reasoning && !isCut) {
    return answer;
  }
  return {
    ...answer,
    content: answer.content + content,
    reasoning: reasoning
      ? (answer.reasoning ?? '') + reasoning
      : answer.reasoning,
    ending: isCut ? 'length' : answer.ending,
  };
}

// The first token came before the time began that is looked at
function toFigures(
  usage: NonNullable<Chunk['usage']>,
  seconds: number | undefined,
): ChatFigures {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } =
    usage;
  const later = (completionTokens ?? 0) - 1;
  return {
    promptTokens,
    completionTokens,
    tokensPerSecond: seconds && later > 0 ? later / seconds : undefined,
  };
}
