import { gzipSync } from 'node:zlib';
import type express from 'express';

/** Less is sent as it is, in bytes. */
const SHORTEST = 1_024;

/**
 * Sends a long text of JSON, compressed for those who take that.
 *
 * @remarks A page of models repeats itself: fast compression makes a thirtieth
 * of it, in a third of a millisecond. The portal's own would make little less,
 * piece by piece, in longer than it took to read the page from the database.
 */
export function sendLongJson(
  req: express.Request,
  res: express.Response,
  text: string,
): void {
  // As bytes: a text this long would be read once more for its length
  const bytes = Buffer.from(text);
  const isCompressed =
    bytes.length >= SHORTEST &&
    req.acceptsEncodings('gzip', 'identity') === 'gzip';
  res.type('json').vary('Accept-Encoding');
  if (isCompressed) {
    res.set('Content-Encoding', 'gzip');
  }
  res.end(isCompressed ? gzipSync(bytes, { level: 1 }) : bytes);
}
