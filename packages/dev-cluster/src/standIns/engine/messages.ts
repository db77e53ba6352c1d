/*
 * A stand-in of vLLM's form of Anthropic's Messages API: texts only, by the same tokens as its other answers.
 */
import { randomUUID } from 'node:crypto';
import { Request, Response } from 'express';
import { Batch } from './Batch';
import { EngineMetrics } from './EngineMetrics';
import {
  FinishReason,
  GenerationRequest,
  RefusedRequest,
  TokenSource,
} from './TokenSource';
import { ServedModel } from './toServedModel';

const STOP_REASONS: Record<FinishReason, string> = {
  stop: 'end_turn',
  length: 'max_tokens',
};

/** What is sent of an answer, and when. */
class MessageAnswer {
  #text = '';
  #hasBegun = false;
  readonly #head: object;

  constructor(
    private readonly body: Record<string, any>,
    private readonly response: Response,
  ) {
    this.#head = {
      id: `msg_${randomUUID().replace(/-/g, '')}`,
      type: 'message',
      role: 'assistant',
      model: body.model,
    };
  }

  add(text: string): void {
    this.#text += text;
    if (this.body.stream) {
      this.#begin();
      const delta = { type: 'text_delta', text };
      this.#send('content_block_delta', { index: 0, delta });
    }
  }

  end(stopReason: string, usage: object): void {
    const ended = { stop_reason: stopReason, stop_sequence: null };
    if (!this.body.stream) {
      const content = [{ type: 'text', text: this.#text }];
      this.response.json({ ...this.#head, content, ...ended, usage });
      return;
    }
    this.#begin();
    this.#send('content_block_stop', { index: 0 });
    this.#send('message_delta', { delta: ended, usage });
    this.#send('message_stop', {});
    this.response.end();
  }

  #begin(): void {
    if (this.#hasBegun) {
      return;
    }
    this.#hasBegun = true;
    this.response.set('Content-Type', 'text/event-stream; charset=utf-8');
    const usage = { input_tokens: 0, output_tokens: 0 };
    const nothing = { content: [], stop_reason: null, stop_sequence: null };
    this.#send('message_start', {
      message: { ...this.#head, ...nothing, usage },
    });
    const content_block = { type: 'text', text: '' };
    this.#send('content_block_start', { index: 0, content_block });
  }

  #send(type: string, data: object): void {
    const text = JSON.stringify({ type, ...data });
    this.response.write(`event: ${type}\ndata: ${text}\n\n`);
  }
}

/** Answers `POST /v1/messages`, whole or streamed. */
export function answerMessages(
  model: ServedModel,
  { batch, metrics }: { batch: Batch; metrics: EngineMetrics },
) {
  return async (request: Request, response: Response) => {
    const body = request.body ?? {};
    if (!isAnswerable(model, { body, response })) {
      return;
    }
    const hungUp = new AbortController();
    response.on('close', () => hungUp.abort());
    const made = batch.generate(toRequest(body), hungUp);
    const answer = new MessageAnswer(body, response);
    try {
      let step = await made.next();
      for (; !step.done; step = await made.next()) {
        answer.add(step.value.text);
      }
      const { promptTokens, tokens, finishReason } = step.value;
      metrics.finish(finishReason);
      answer.end(STOP_REASONS[finishReason], {
        input_tokens: promptTokens,
        output_tokens: tokens,
      });
    } catch (error) {
      if (error instanceof RefusedRequest) {
        refuse(response, 400, error.message);
      } else if (!hungUp.signal.aborted) {
        throw error;
      }
    }
  };
}

/** Answers `POST /v1/messages/count_tokens`. */
export function countTokens(model: ServedModel, source: TokenSource) {
  return async (request: Request, response: Response) => {
    const body = request.body ?? {};
    if (!isAnswerable(model, { body: { max_tokens: 1, ...body }, response })) {
      return;
    }
    const enough = new AbortController();
    const asked = { ...toRequest(body), limit: 1 };
    for await (const step of source.generate(asked, enough)) {
      if ('promptTokens' in step) {
        response.json({ input_tokens: step.promptTokens });
        break;
      }
    }
    enough.abort();
  };
}

function isAnswerable(
  { names }: ServedModel,
  { body, response }: { body: Record<string, any>; response: Response },
): boolean {
  const missing = ['model', 'messages', 'max_tokens'].find(
    field => body[field] === undefined,
  );
  if (missing !== undefined) {
    refuse(
      response,
      400,
      `[{'type': 'missing', 'loc': ('body', '${missing}'), 'msg': 'Field required'}]`,
    );
  } else if (!names.includes(body.model)) {
    refuse(response, 404, `The model \`${body.model}\` does not exist.`);
  }
  return !response.headersSent;
}

function refuse(response: Response, status: number, message: string): void {
  const type = status === 404 ? 'not_found_error' : 'invalid_request_error';
  response.status(status).json({ type: 'error', error: { type, message } });
}

// The system's words are a message of their own to engines
function toRequest(body: Record<string, any>): GenerationRequest {
  const { system, messages, max_tokens: limit, stop_sequences: stop } = body;
  const said = [messages].flat().map(({ role, content }) => ({
    role,
    content: toText(content),
  }));
  const first = system ? [{ role: 'system', content: toText(system) }] : [];
  return { messages: [...first, ...said], limit, body: { ...body, stop } };
}

function toText(content: unknown): string {
  const blocks = Array.isArray(content) ? content : [{ text: content }];
  return blocks
    .map(({ text, content: result }) => text ?? result ?? '')
    .map(part => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join('\n');
}
