import { EventEmitter, once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export type EngineRequest = {
  path: string;
  headers: IncomingMessage['headers'];
  body: any;
  text: string;
};

const WORDS = ['The', ' capital', ' of', ' France', ' is', ' Paris', '.'];
const PROMPT_TOKENS = 11;
const CACHED_TOKENS = 3;

/**
 * An engine as small as it can be: real HTTP, OpenAI's forms, and counts that
 * tests know. A stream sends a token whenever a test lets it.
 */
export class EngineServer {
  readonly requests: EngineRequest[] = [];
  running = 0;
  /** Emits `request`, and `gone` when whoever asked has hung up. */
  readonly events = new EventEmitter();
  /** Lets the next token of a stream go; by default at once. */
  beforeToken: (index: number, res: ServerResponse) => Promise<void> | void =
    () => {};
  /** Answers in place of the engine. */
  answer?: (req: EngineRequest, res: ServerResponse) => void;
  servedName = 'qwen';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<EngineServer> {
    const server = createServer();
    const engine = new EngineServer(server);
    server.on('request', (req, res) => engine.#serve(req, res));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return engine;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  reset(): void {
    this.requests.length = 0;
    this.beforeToken = () => {};
    this.answer = undefined;
    this.servedName = 'qwen';
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  async #serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) {
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString();
    const request = {
      path: req.url ?? '',
      headers: req.headers,
      text,
      body: text ? JSON.parse(text) : undefined,
    };
    this.requests.push(request);
    this.running++;
    res.once('close', () => {
      this.running--;
      if (!res.writableFinished) {
        this.events.emit('gone');
      }
    });
    this.events.emit('request', request);
    if (this.answer) {
      this.answer(request, res);
    } else {
      await this.#answer(request, res);
    }
  }

  async #answer(
    { path, body }: EngineRequest,
    res: ServerResponse,
  ): Promise<void> {
    if (path === '/v1/models') {
      sendJson(res, 200, { object: 'list', data: [{ id: this.servedName }] });
    } else if (body.model !== this.servedName) {
      sendJson(res, 404, {
        error: {
          message: `The model ${body.model} does not exist.`,
          type: 'NotFoundError',
          param: 'model',
          code: 404,
        },
      });
    } else if (path === '/v1/embeddings') {
      sendJson(res, 200, {
        object: 'list',
        model: body.model,
        data: [{ object: 'embedding', index: 0, embedding: [0.5, 0.25] }],
        usage: { prompt_tokens: 4, total_tokens: 4 },
      });
    } else if (path === '/tokenize') {
      sendJson(res, 200, { count: 2, tokens: [1, 2] });
    } else if (body.stream) {
      await this.#stream(body, res);
    } else {
      sendJson(res, 200, {
        ...head(body),
        object: 'chat.completion',
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: WORDS.join('') },
            finish_reason: 'stop',
          },
        ],
        usage: usageOf(WORDS.length),
      });
    }
  }

  async #stream(body: any, res: ServerResponse): Promise<void> {
    const { include_usage, continuous_usage_stats } = body.stream_options ?? {};
    res.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    res.flushHeaders();
    const send = (chunk: object, tokens: number) =>
      res.write(
        `data: ${JSON.stringify({
          ...head(body),
          object: 'chat.completion.chunk',
          ...chunk,
          ...(include_usage && continuous_usage_stats
            ? { usage: usageOf(tokens) }
            : {}),
        })}\n\n`,
      );
    for (const [index, content] of WORDS.entries()) {
      await this.beforeToken(index, res);
      if (res.destroyed) {
        return;
      }
      send({ choices: [{ index: 0, delta: { content } }] }, index + 1);
    }
    send(
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      WORDS.length,
    );
    if (include_usage) {
      send({ choices: [], usage: usageOf(WORDS.length) }, WORDS.length);
    }
    res.end('data: [DONE]\n\n');
  }
}

/** What the engine says, and what it counts. */
export const ENGINE_ANSWER = {
  text: WORDS.join(''),
  promptTokens: PROMPT_TOKENS,
  cachedTokens: CACHED_TOKENS,
  completionTokens: WORDS.length,
};

function head(body: any) {
  return { id: 'chatcmpl-1', created: 1, model: body.model };
}

function usageOf(completion: number) {
  return {
    prompt_tokens: PROMPT_TOKENS,
    completion_tokens: completion,
    total_tokens: PROMPT_TOKENS + completion,
    prompt_tokens_details: { cached_tokens: CACHED_TOKENS },
  };
}

function sendJson(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify(body));
}
