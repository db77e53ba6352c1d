import { createParser } from 'eventsource-parser';

/** What ends a stream of OpenAI's kind. */
const DONE = '[DONE]';

/**
 * The chunks of a streamed answer of the OpenAI-compatible API, as they come.
 *
 * @throws an error with the engine's words when one of them is an error
 */
export async function* readChunks<T>(response: Response): AsyncGenerator<T> {
  const arrived: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => arrived.push(data) });
  for await (const text of readTexts(response)) {
    parser.feed(text);
    for (const data of arrived.splice(0)) {
      if (data === DONE) {
        return;
      }
      yield toChunk<T>(data);
    }
  }
}

/** The body of an answer as text, piece by piece. */
export async function* readTexts(response: Response): AsyncGenerator<string> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    // Whoever stops reading hangs up; the stream may have ended by itself
    await reader.cancel().catch(() => undefined);
  }
}

function toChunk<T>(data: string): T {
  const chunk = JSON.parse(data);
  if (chunk.error) {
    throw new Error(chunk.error.message ?? String(chunk.error));
  }
  return chunk;
}
