import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/*
 * An engine that costs next to nothing, in a process of its own, with its
 * address on the command line. It streams as many tokens as a request says by
 * `max_tokens`, the first at once and the others `seed` milliseconds apart, and
 * tells usage as vLLM does.
 */

type Asked = {
  model: string;
  max_tokens?: number;
  seed?: number;
  stream_options?: {
    include_usage?: boolean;
    continuous_usage_stats?: boolean;
  };
};

const PROMPT_TOKENS = 12;

async function stream(asked: Asked, res: ServerResponse): Promise<void> {
  const { model, max_tokens = 16, seed: pauseMs = 0, stream_options } = asked;
  res.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  const usageOf = (tokens: number) => ({
    prompt_tokens: PROMPT_TOKENS,
    completion_tokens: tokens,
    total_tokens: PROMPT_TOKENS + tokens,
  });
  const send = (tokens: number, fields: object) =>
    res.write(
      `data: ${JSON.stringify({
        id: 'chatcmpl-bench',
        object: 'chat.completion.chunk',
        created: 1,
        model,
        ...fields,
        ...(stream_options?.continuous_usage_stats && {
          usage: usageOf(tokens),
        }),
      })}\n\n`,
    );
  const begun = performance.now();
  for (let token = 1; token <= max_tokens && !res.destroyed; token++) {
    const due = begun + (token - 1) * pauseMs;
    if (due > performance.now()) {
      await delay(due - performance.now());
    }
    send(token, {
      choices: [{ index: 0, delta: { content: ' word' }, finish_reason: null }],
    });
  }
  send(max_tokens, {
    choices: [{ index: 0, delta: {}, finish_reason: 'length' }],
  });
  if (stream_options?.include_usage) {
    send(max_tokens, { choices: [], usage: usageOf(max_tokens) });
  }
  res.end('data: [DONE]\n\n');
}

const [, , host, port] = process.argv;
const server = createServer(async (req, res) => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) {
    chunks.push(chunk);
  }
  if (req.method !== 'POST') {
    res
      .writeHead(200, { 'Content-Type': 'application/json' })
      .end('{"object":"list","data":[{"id":"bench"}]}');
    return;
  }
  await stream(JSON.parse(Buffer.concat(chunks).toString()), res);
});
server.listen(Number(port), host, () => process.send?.({ ready: true }));
process.once('disconnect', () => process.exit());
