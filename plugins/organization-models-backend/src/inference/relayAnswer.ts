import { once } from 'node:events';
import type { Response } from 'express';
import { type AnswerMeter, parse, WholeAnswerMeter } from './AnswerMeter';
import { type EngineAnswer, toEngineError } from './EngineCaller';
import { EventStreamMeter } from './EventStreamMeter';
import { toErrorBody, typeOf } from './OpenAiError';
import { NO_TOKENS, type TokenCounts } from './readUsage';

/** Longer answers of errors are not an engine's own, in characters. */
const LONGEST_ERROR = 64 * 1024;

export type Relayed = {
  tokens: TokenCounts;
  isError: boolean;
  /** From the first byte that came until one went on, in seconds. */
  heldSeconds?: number;
};

/**
 * Passes an engine's answer on as it comes, as slowly as the client reads.
 *
 * @returns what was used, also of an answer that was broken off
 */
export async function relayAnswer(
  { response, hidden }: EngineAnswer,
  res: Response,
  { modelName, signal }: { modelName: string; signal: AbortSignal },
): Promise<Relayed> {
  const { statusCode, headers, body } = response;
  const type = String(headers['content-type'] ?? 'application/json');
  if (statusCode >= 400) {
    await relayError(response, res);
    return { tokens: NO_TOKENS, isError: true };
  }
  const isStream = type.startsWith('text/event-stream');
  const meter = isStream
    ? new EventStreamMeter(hidden)
    : new WholeAnswerMeter();
  res.status(statusCode).set('Content-Type', type);
  if (isStream) {
    res.set('X-Accel-Buffering', 'no').flushHeaders();
  }
  let heldSeconds: number | undefined;
  let begun: number | undefined;
  try {
    for await (const chunk of body) {
      begun ??= performance.now();
      const bytes = meter.pass(chunk);
      heldSeconds ??= bytes && (performance.now() - begun) / 1000;
      await write(res, bytes, signal);
    }
    await write(res, meter.end(), signal);
    res.end();
    return resultOf(meter, { isError: meter.hasFailed, heldSeconds });
  } catch (error) {
    // Whoever hung up is no error of the model's
    if (!signal.aborted) {
      breakOff(res, { error, isStream, modelName });
    }
    return resultOf(meter, { isError: !signal.aborted, heldSeconds });
  }
}

async function write(
  res: Response,
  bytes: Buffer | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (bytes && !res.write(bytes)) {
    await once(res, 'drain', { signal });
  }
}

function resultOf(meter: AnswerMeter, rest: Omit<Relayed, 'tokens'>): Relayed {
  return { tokens: meter.tokens, ...rest };
}

// A stream has begun as a success: clients look for errors in its pieces
function breakOff(
  res: Response,
  why: { error: unknown; isStream: boolean; modelName: string },
): void {
  if (!why.isStream) {
    res.destroy();
    return;
  }
  const body = toErrorBody(toEngineError(why.error, why.modelName));
  res.end(`data: ${JSON.stringify(body)}\n\n`);
}

// Not every engine says everything in OpenAI's form
async function relayError(
  { statusCode, headers, body }: EngineAnswer['response'],
  res: Response,
): Promise<void> {
  const text = (await body.text().catch(() => '')).slice(0, LONGEST_ERROR);
  const answer = parse(text) as Record<string, any> | undefined;
  const retryAfter = headers['retry-after'];
  if (retryAfter !== undefined) {
    res.set('Retry-After', String(retryAfter));
  }
  res
    .status(statusCode)
    .json(
      isErrorBody(answer)
        ? answer
        : toErrorBody({ message: messageOf(answer), type: typeOf(statusCode) }),
    );
}

function isErrorBody(answer: Record<string, any> | undefined): boolean {
  return typeof answer?.error?.message === 'string';
}

function messageOf(answer: Record<string, any> | undefined): string {
  const { detail, message } = answer ?? {};
  return [detail, message].find(text => typeof text === 'string') ===
    'Not Found'
    ? 'The engine of this model does not serve this path: it is of another type'
    : String(message ?? detail ?? 'The engine answered with an error');
}
