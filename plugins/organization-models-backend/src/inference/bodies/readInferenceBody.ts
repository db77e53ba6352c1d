import type { Request } from 'express';
import { OpenAiError } from '../errors/OpenAiError';
import { readBytes } from './readBytes';

/** A body as it came, and what is in it. */
export type InferenceBody = {
  raw: Buffer;
  fields: Record<string, unknown>;
};

export type ReadInferenceBody = (req: Request) => Promise<InferenceBody>;

/** Reads bodies up to a size, in bytes; nobody keeps or logs them. */
export function createBodyReader(limit: number): ReadInferenceBody {
  return async req => {
    const raw = withoutMark(await readBytes(req, limit));
    return { raw, fields: parse(raw) };
  };
}

/** Some editors and shells put it first; not every engine forgives it. */
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

function withoutMark(bytes: Buffer): Buffer {
  const { length } = BYTE_ORDER_MARK;
  return bytes.subarray(0, length).equals(BYTE_ORDER_MARK)
    ? bytes.subarray(length)
    : bytes;
}

function parse(raw: Buffer): Record<string, unknown> {
  if (raw.length === 0) {
    throw invalid('The body is empty; it must be a JSON object');
  }
  const fields = parseJson(decode(raw));
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw invalid('The body must be a JSON object');
  }
  const { stream } = fields as Record<string, unknown>;
  // Engines take 1 and "true" for true: streams that would not be known as such
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') {
    throw new OpenAiError(400, {
      code: 'invalid_type',
      param: 'stream',
      message: 'stream must be true or false',
    });
  }
  return fields as Record<string, unknown>;
}

function decode(raw: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    throw invalid('The body is not valid UTF-8');
  }
}

// The parser's own message quotes the body
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('The body is not valid JSON');
  }
}

function invalid(message: string): OpenAiError {
  return new OpenAiError(400, { code: 'invalid_json', message });
}
