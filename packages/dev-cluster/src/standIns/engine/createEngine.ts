/*
 * A stand-in of vLLM 0.32's HTTP server for one pod: it answers what vLLM answers, quickly and without a model.
 */
import express, { Express, Request, Response } from 'express';
import {
  buildChunk,
  buildCompletion,
  buildEmbeddings,
  buildError,
  buildModelList,
  buildUsageChunk,
  CompletionKind,
  newAnswerHead,
  toUsage,
} from './answers';
import { Batch, BatchOptions } from './Batch';
import { EngineMetrics } from './EngineMetrics';
import { madeUpTokens } from './madeUpTokens';
import { answerMessages, countTokens } from './messages';
import { GenerationRequest, RefusedRequest, TokenSource } from './TokenSource';
import { ServedModel } from './toServedModel';

/** One engine: its HTTP application, and what it measures. */
export interface Engine {
  readonly app: Express;
  readonly metrics: EngineMetrics;
}

/** Creates the engine; its series are there before the first request. */
export function createEngine(
  model: ServedModel,
  options: BatchOptions & { source?: TokenSource },
): Engine {
  const { source = madeUpTokens(options) } = options;
  const metrics = new EngineMetrics(model.names[0]);
  const batch = new Batch(metrics, source, options);
  const created = Math.floor(Date.now() / 1_000);
  const app = express();
  app.disable('x-powered-by');
  app.get(['/health', '/ping'], (_request, response) => {
    response.status(200).end();
  });
  app.get('/version', (_request, response) => {
    response.json({ version: source.version });
  });
  app.get('/load', (_request, response) => {
    response.json({ server_load: 0 });
  });
  app.get('/metrics', (_request, response, next) => {
    metrics
      .expose()
      .then(({ contentType, text }) =>
        response.set('Content-Type', contentType).send(text),
      )
      .catch(next);
  });
  app.use('/v1', requireKey(model));
  app.get('/v1/models', (_request, response) => {
    response.json(buildModelList(model, { created, source }));
  });
  app.use(express.json({ limit: '10mb' }));
  app.use('/v1', failAs(model));
  const complete = completeWith(model, { batch, metrics });
  if (model.kind === 'generate') {
    app.post('/v1/chat/completions', complete('chat.completion', 'messages'));
    app.post('/v1/completions', complete('text_completion', 'prompt'));
    app.post('/v1/messages', answerMessages(model, { batch, metrics }));
    app.post('/v1/messages/count_tokens', countTokens(model, source));
  } else {
    app.post('/v1/embeddings', embedWith(model, metrics));
  }
  app.use((_request: Request, response: Response) => {
    response.status(404).json({ detail: 'Not Found' });
  });
  return { app, metrics };
}

/** What vLLM says of a chat that it cannot put into words. */
const NO_TEMPLATE =
  'As of transformers v4.44, default chat template is no longer allowed, so you must provide a chat template if the tokenizer does not define one.';

function failAs({ fault }: ServedModel) {
  return (request: Request, response: Response, next: () => void) => {
    const isChat = request.path === '/chat/completions';
    if (fault === 'no-chat-template' && isChat) {
      const error = { type: 'BadRequestError', message: NO_TEMPLATE };
      response.status(400).json(buildError(400, error));
    } else if (fault === 'empty-answers' && request.method === 'POST') {
      response.type('text/event-stream').end('data: [DONE]\n\n');
    } else {
      next();
    }
  };
}

function requireKey({ apiKey }: ServedModel) {
  return (request: Request, response: Response, next: () => void) => {
    if (!apiKey || request.get('authorization') === `Bearer ${apiKey}`) {
      next();
    } else {
      response.status(401).json({ error: 'Unauthorized' });
    }
  };
}

/** Answers 400 or 404 for a request vLLM would refuse; `undefined` when it was answered. */
function readRequest(
  request: Request,
  response: Response,
  { model, field }: { model: ServedModel; field: string },
): { name: string; input: unknown; body: Record<string, any> } | undefined {
  const body = request.body ?? {};
  const name = body.model ?? model.names[0];
  if (body[field] === undefined) {
    response.status(400).json(
      buildError(400, {
        type: 'BadRequestError',
        message: `[{'type': 'missing', 'loc': ('body', '${field}'), 'msg': 'Field required'}]`,
      }),
    );
    return undefined;
  }
  if (!model.names.includes(name)) {
    response.status(404).json(
      buildError(404, {
        type: 'NotFoundError',
        message: `The model \`${name}\` does not exist.`,
        param: 'model',
      }),
    );
    return undefined;
  }
  return { name, input: body[field], body };
}

function completeWith(
  model: ServedModel,
  { batch, metrics }: { batch: Batch; metrics: EngineMetrics },
) {
  return (kind: CompletionKind, field: string) =>
    async (request: Request, response: Response) => {
      const asked = readRequest(request, response, { model, field });
      if (!asked) {
        return;
      }
      const { body, input, name } = asked;
      const head = newAnswerHead(kind, name);
      const hungUp = new AbortController();
      response.on('close', () => hungUp.abort());
      const send = (data: object) =>
        response.write(`data: ${JSON.stringify(data)}\n\n`);
      const made = batch.generate(toRequest(kind, input, body), hungUp);
      let text = '';
      try {
        let step = await made.next();
        for (; !step.done; step = await made.next()) {
          const isFirst = !response.headersSent;
          text += step.value.text;
          if (body.stream && isFirst) {
            response.set('Content-Type', 'text/event-stream; charset=utf-8');
          }
          if (body.stream) {
            send(
              buildChunk(kind, head, {
                text: step.value.text,
                ...(isFirst && { role: 'assistant' }),
              }),
            );
          }
        }
        const { promptTokens, tokens, finishReason } = step.value;
        const usage = toUsage(promptTokens, tokens);
        metrics.finish(finishReason);
        if (!body.stream) {
          response.json(
            buildCompletion(kind, head, { text, finishReason, usage }),
          );
          return;
        }
        send(buildChunk(kind, head, { finishReason }));
        if (body.stream_options?.include_usage) {
          send(buildUsageChunk(kind, head, usage));
        }
        response.end('data: [DONE]\n\n');
      } catch (error) {
        if (error instanceof RefusedRequest) {
          response.status(400).json(
            buildError(400, {
              type: 'BadRequestError',
              message: error.message,
            }),
          );
          return;
        }
        if (!hungUp.signal.aborted) {
          throw error;
        }
      }
    };
}

function toRequest(
  kind: CompletionKind,
  input: unknown,
  body: Record<string, any>,
): GenerationRequest {
  const limit = body.max_completion_tokens ?? body.max_tokens;
  const asked =
    kind === 'chat.completion'
      ? { messages: [input].flat() }
      : { prompt: typeof input === 'string' ? input : JSON.stringify(input) };
  return { ...asked, limit, body };
}

function embedWith(model: ServedModel, metrics: EngineMetrics) {
  return (request: Request, response: Response) => {
    const asked = readRequest(request, response, { model, field: 'input' });
    if (asked) {
      const { name, input, body } = asked;
      const answer = buildEmbeddings(
        name,
        Array.isArray(input) ? input : [input],
        body.encoding_format,
      );
      metrics.add('prompt_tokens', answer.usage.prompt_tokens);
      metrics.finish('stop');
      response.json(answer);
    }
  };
}
