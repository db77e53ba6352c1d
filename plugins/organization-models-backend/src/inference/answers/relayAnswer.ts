import { once } from 'node:events';
import type { Response } from 'express';
import { type AnswerMeter, WholeAnswerMeter } from './AnswerMeter';
import { type EngineAnswer, toEngineError } from '../engines/EngineCaller';
import { EventStreamMeter } from './EventStreamMeter';
import { formOf, OpenAiError, toErrorEvent } from '../errors/OpenAiError';
import { NO_TOKENS, type TokenCounts } from '../usage/readUsage';
import { refuseStrange, relayRefusal } from './refuseStrange';

export type Relayed = {
  tokens: TokenCounts;
  isError: boolean;
  /** From the first byte that came until one went on, in seconds. */
  heldSeconds?: number;
};

type Ends = {
  /** The client has hung up. */
  gone: AbortSignal;
  /** That, or what else ends the request, with the error that tells it. */
  over: AbortSignal;
};

/**
 * Passes an engine's answer on as it comes, as slowly as the client reads.
 *
 * @returns what was used, also of an answer that was broken off
 */
export async function relayAnswer(
  { response, hidden, answersPerPrompt }: EngineAnswer,
  res: Response,
  options: { modelName: string; silenceMs: number } & Ends,
): Promise<Relayed> {
  const { statusCode, headers, body } = response;
  const { modelName, gone, over } = options;
  const type = String(headers['content-type'] ?? 'application/json');
  if (statusCode >= 400) {
    await relayRefusal(response, res, modelName);
    return { tokens: NO_TOKENS, isError: true };
  }
  refuseStrange(response, modelName);
  const isStream = /^text\/event-stream\b/i.test(type);
  const meter = isStream
    ? new EventStreamMeter(hidden, { answersPerPrompt })
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
      await write(res, bytes, options);
    }
    await write(res, meter.end(), options);
    if (!res.headersSent) {
      throw emptyAnswer(modelName);
    }
    res.end();
    return resultOf(meter, { isError: meter.hasFailed, heldSeconds });
  } catch (error) {
    // Whoever hung up is no error of the model's
    if (!gone.aborted) {
      const reason = over.aborted ? over.reason : error;
      breakOff(res, { error: toEngineError(reason, modelName), isStream });
    }
    return resultOf(meter, { isError: !gone.aborted, heldSeconds });
  }
}

async function write(
  res: Response,
  bytes: Buffer | undefined,
  { over, silenceMs }: { over: AbortSignal; silenceMs: number },
): Promise<void> {
  if (!bytes || res.write(bytes)) {
    return;
  }
  // A client that is there, and reads nothing, would keep the engine for ever
  const patience = setTimeout(() => res.destroy(), silenceMs);
  try {
    await once(res, 'drain', { signal: over });
  } finally {
    clearTimeout(patience);
  }
}

function resultOf(meter: AnswerMeter, rest: Omit<Relayed, 'tokens'>): Relayed {
  return { tokens: meter.tokens, ...rest };
}

function emptyAnswer(modelName: string): OpenAiError {
  return new OpenAiError(502, {
    code: 'engine_failed',
    message: `The engine of the model ${modelName} answered with nothing`,
  });
}

// A stream has begun as a success: clients look for errors in its pieces
function breakOff(
  res: Response,
  { error, isStream }: { error: OpenAiError; isStream: boolean },
): void {
  if (isStream) {
    res.end(toErrorEvent(error, formOf(res.req)));
    return;
  }
  if (!res.headersSent) {
    throw error;
  }
  // Half an answer must not pass for a whole one
  res.destroy();
}
