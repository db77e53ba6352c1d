import { once } from 'node:events';
import type express from 'express';
import type { LogLine } from '../domain/logs/LogLine';
import type { LogService } from '../services/logs/LogService';
import { createIdRouter } from './createIdRouter';
import { parseLogQuery } from './requests/parseLogQuery';
import type { ReadCaller } from './requests/readCaller';
import { sendAsIs } from './answers/sendAsIs';

const LINES_OF_JSON = 'application/x-ndjson';
const KEEP_ALIVE_MS = 30_000;

type ToText = (line: LogLine) => string;

/** The logs of a model, as a stream of plain text or of lines of JSON. */
export function createLogsRouter(options: {
  logs: LogService;
  readCaller: ReadCaller;
}): express.Router {
  const { logs, readCaller } = options;
  const router = createIdRouter();

  router.get('/:id/logs', async (req, res) => {
    const { request, timestamps } = parseLogQuery(req.query, new Date());
    const asJson = req.accepts('text/plain', LINES_OF_JSON) === LINES_OF_JSON;
    sendAsIs(req);
    const left = new AbortController();
    res.once('close', () => left.abort());
    const lines = await logs.read(
      req.params.id,
      request,
      await readCaller(req),
      left.signal,
    );
    // Whatever a container writes, no browser may take it for a page
    res.setHeader('X-Content-Type-Options', 'nosniff');
    res.setHeader(
      'Content-Type',
      asJson ? LINES_OF_JSON : 'text/plain; charset=utf-8',
    );
    res.flushHeaders();
    if (req.method === 'HEAD') {
      res.end();
      return;
    }
    // A reader that is gone without a word is known only by asking
    req.socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const isMerged = request.pod === undefined;
    await send(lines, res, {
      left: left.signal,
      toText: asJson ? toJson : line => toPlain(line, { isMerged, timestamps }),
    });
  });

  return router;
}

/** Writes as fast as it is read. */
async function send(
  lines: AsyncIterable<LogLine>,
  res: express.Response,
  { left, toText }: { left: AbortSignal; toText: ToText },
): Promise<void> {
  try {
    for await (const line of lines) {
      if (res.destroyed) {
        return;
      }
      if (!res.write(toText(line))) {
        await once(res, 'drain', { signal: left });
      }
    }
  } catch (error) {
    // Whoever hung up does not care; all else must not look like the end
    if (!res.destroyed) {
      res.destroy(error as Error);
      throw error;
    }
  }
  res.end();
}

function toJson({ time, pod, container, line, marker }: LogLine): string {
  return `${JSON.stringify({
    ...(time === '' ? {} : { time }),
    pod,
    container,
    line,
    ...(marker ? { marker } : {}),
  })}\n`;
}

function toPlain(
  { time, pod, container, line, marker }: LogLine,
  options: { isMerged: boolean; timestamps: boolean },
): string {
  const parts = [
    ...(options.timestamps && time !== '' ? [time] : []),
    ...(options.isMerged ? [`[${pod}/${container}]`] : []),
    marker ? `--- ${line} (${pod}/${container}) ---` : line,
  ];
  return `${parts.join(' ')}\n`;
}
