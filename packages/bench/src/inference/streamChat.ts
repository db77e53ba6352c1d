import { Agent, request } from 'undici';

/** Where models are asked in OpenAI's form; `url` ends with `/v1`. */
export type Endpoint = { url: string; key: string; model: string };

export type Streamed = { firstByteMs: number; tokens: number };

/** A client's connections, which are kept; nobody waits for one. */
export const openClient = () =>
  new Agent({ connections: 2_000, keepAliveTimeout: 3_000 });

/** Streams one answer to its end. */
export async function streamChat(
  { url, key, model }: Endpoint,
  options: {
    client: Agent;
    tokens: number;
    /** Between two tokens, in milliseconds. */
    pauseMs: number;
    onToken?(tokens: number): void;
    signal?: AbortSignal;
  },
): Promise<Streamed> {
  const begun = performance.now();
  const { statusCode, body } = await request(`${url}/chat/completions`, {
    method: 'POST',
    dispatcher: options.client,
    signal: options.signal,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
    },
    body: JSON.stringify({
      model,
      stream: true,
      max_tokens: options.tokens,
      seed: options.pauseMs,
      messages: [{ role: 'user', content: 'Say some words.' }],
    }),
  });
  if (statusCode !== 200) {
    throw new Error(`${url} answered ${statusCode}: ${await body.text()}`);
  }
  let firstByteMs: number | undefined;
  let tokens = 0;
  for await (const chunk of body) {
    firstByteMs ??= performance.now() - begun;
    tokens += countTokens(chunk);
    options.onToken?.(tokens);
  }
  if (firstByteMs === undefined || tokens !== options.tokens) {
    throw new Error(`${url} streamed ${tokens} of ${options.tokens} tokens`);
  }
  return { firstByteMs, tokens };
}

const WORD = Buffer.from('" word"');

function countTokens(chunk: Buffer): number {
  let tokens = 0;
  for (
    let at = chunk.indexOf(WORD);
    at >= 0;
    at = chunk.indexOf(WORD, at + 1)
  ) {
    tokens++;
  }
  return tokens;
}
