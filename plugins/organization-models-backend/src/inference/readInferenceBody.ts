import express, { type Request, type Response } from 'express';
import { OpenAiError } from './OpenAiError';

/** A body as it came, and what is in it. */
export type InferenceBody = {
  raw: Buffer;
  fields: Record<string, unknown>;
};

export type ReadInferenceBody = (
  req: Request,
  res: Response,
) => Promise<InferenceBody>;

/** Reads bodies up to a size, in bytes; nobody keeps or logs them. */
export function createBodyReader(limit: number): ReadInferenceBody {
  const read = express.raw({ limit, type: () => true });
  return async (req, res) => {
    await new Promise<void>((resolve, reject) => {
      read(req, res, error => (error ? reject(error) : resolve()));
    });
    const raw = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    // Nothing behind us shall come across it
    req.body = undefined;
    return { raw, fields: parse(raw) };
  };
}

function parse(raw: Buffer): Record<string, unknown> {
  let fields: unknown;
  try {
    fields = JSON.parse(raw.toString('utf8'));
  } catch {
    throw new OpenAiError(400, {
      code: 'invalid_json',
      message: 'The body is not valid JSON',
    });
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new OpenAiError(400, {
      code: 'invalid_json',
      message: 'The body must be a JSON object',
    });
  }
  return fields as Record<string, unknown>;
}
