import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import type { Request } from 'express';
import { OpenAiError } from '../errors/OpenAiError';

/** What undoes a `Content-Encoding`; `undefined`: there is nothing to undo. */
const DECODERS = new Map<string, (() => Transform) | undefined>([
  ['identity', undefined],
  ['gzip', zlib.createGunzip],
  ['x-gzip', zlib.createGunzip],
  ['deflate', zlib.createInflate],
  ['br', zlib.createBrotliDecompress],
  ['zstd', zlib.createZstdDecompress],
]);

/**
 * Reads a body, and what was compressed of it.
 *
 * @param limit - in bytes, also of what becomes of compressed ones
 */
export function readBytes(req: Request, limit: number): Promise<Buffer> {
  const decode = decoderOf(req);
  if (!decode && Number(req.header('content-length')) > limit) {
    return Promise.reject(tooLarge(limit));
  }
  return new Promise((resolve, reject) => {
    const source = decode ? req.pipe(decode()) : req;
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (error: OpenAiError) => {
      source.removeListener('data', read);
      if (source !== req) {
        req.unpipe();
        source.destroy();
      }
      // Whoever sends all before reading anything gets the answer, too
      req.resume();
      reject(error);
    };
    const read = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit) {
        refuse(tooLarge(limit));
      }
    };
    source.on('data', read);
    source.once('end', () => resolve(Buffer.concat(chunks)));
    req.once('error', () => refuse(brokenOff()));
    if (source !== req) {
      source.once('error', () => refuse(notDecoded()));
    }
  });
}

function decoderOf(req: Request): (() => Transform) | undefined {
  const encoding = req.header('content-encoding')?.trim().toLowerCase();
  if (encoding && !DECODERS.has(encoding)) {
    const known = [...DECODERS.keys()].join(', ');
    throw new OpenAiError(415, {
      code: 'unsupported_encoding',
      message: `The body's Content-Encoding must be one of ${known}`,
    });
  }
  return DECODERS.get(encoding ?? 'identity');
}

function tooLarge(limit: number): OpenAiError {
  return new OpenAiError(413, {
    code: 'body_too_large',
    message: `The body is larger than the ${Math.floor(
      limit / 2 ** 20,
    )} MiB that this portal takes`,
  });
}

function brokenOff(): OpenAiError {
  return new OpenAiError(400, {
    code: 'invalid_body',
    message: 'The body broke off',
  });
}

function notDecoded(): OpenAiError {
  return new OpenAiError(400, {
    code: 'invalid_body',
    message: 'The body is not what its Content-Encoding says',
  });
}
