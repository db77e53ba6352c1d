import type { Response } from 'express';
import { parse } from './AnswerMeter';
import type { EngineResponse } from '../engines/EngineGateway';
import {
  formOf,
  OpenAiError,
  toErrorBody,
  typeOf,
} from '../errors/OpenAiError';

/** Of a refusal no more is read, in bytes: longer ones are no engine's own. */
const LONGEST_REFUSAL = 64 * 1024;
/** Refusals of the engine's or a proxy's which the caller's key has no part in. */
const OF_ANOTHER_KEY = [401, 403, 407];

/**
 * @throws 502 for a success that no client could use: a redirection, nothing
 * at all, a page, or what is compressed though nobody asked for that
 */
export function refuseStrange(
  { statusCode, headers, body }: EngineResponse,
  modelName: string,
): void {
  const type = String(headers['content-type'] ?? '');
  const encoding = String(headers['content-encoding'] ?? 'identity');
  const strange =
    (statusCode !== 200 && `with the status ${statusCode}`) ||
    (/^text\/html\b/i.test(type) && 'with a page of HTML') ||
    (encoding !== 'identity' && `compressed, as ${encoding}`);
  if (strange) {
    body.destroy();
    throw failed(modelName, `answers ${strange}, as no engine should`);
  }
}

/** Answers what an engine refused; not every one does so in OpenAI's form. */
export async function relayRefusal(
  response: EngineResponse,
  res: Response,
  modelName: string,
): Promise<void> {
  const { statusCode, headers } = response;
  const answer = parse(await readBegin(response)) as Answer | undefined;
  if (OF_ANOTHER_KEY.includes(statusCode)) {
    throw failed(
      modelName,
      `refuses the portal's requests (${statusCode}): it asks for a key of its own, which clients of the portal cannot send`,
    );
  }
  const retryAfter = headers['retry-after'];
  if (retryAfter !== undefined) {
    res.set('Retry-After', String(retryAfter));
  }
  const isKnown = typeof answer?.error?.message === 'string';
  const error = { message: wordsOf(answer), type: typeOf(statusCode) };
  res
    .status(statusCode)
    .json(isKnown ? answer : toErrorBody(error, formOf(res.req)));
}

type Answer = Record<string, any>;

async function readBegin({ body }: EngineResponse): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LONGEST_REFUSAL) {
        break;
      }
    }
  } catch {
    // What came of it has to do: the status is known
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** As FastAPI has them, older engines, and those of other families. */
function wordsOf(answer: Answer | undefined): string {
  const { detail, message, error } = answer ?? {};
  if (detail === 'Not Found') {
    return 'The engine of this model has no such path: it is of another type, or a version without it';
  }
  const words = [message, detail, error].find(given => given !== undefined);
  const problems = Array.isArray(words) ? words : [words];
  return (
    problems.map(toSentence).filter(Boolean).join('; ') ||
    'The engine answered with an error'
  );
}

// FastAPI tells of each field where it is and what is wrong with it
function toSentence(problem: any): string {
  const { loc, msg } = problem ?? {};
  return typeof problem === 'string'
    ? problem
    : [Array.isArray(loc) && loc.join('.'), msg].filter(Boolean).join(': ');
}

function failed(modelName: string, what: string): OpenAiError {
  return new OpenAiError(502, {
    code: 'engine_failed',
    message: `The engine of the model ${modelName} ${what}`,
    headers: { 'x-should-retry': 'false' },
  });
}
