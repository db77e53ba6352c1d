import { createHash } from 'node:crypto';
import type { ModelState } from '@orgmodels/backstage-plugin-organization-models-common';
import type express from 'express';
import type { WatchedModel } from '../../services/models/ModelService';

/** Proxies end what is silent for longer, often after a minute. */
const HEARTBEAT_MS = 15_000;
/** How soon a browser comes back, in milliseconds. */
const RETRY_MS = 3_000;

/**
 * Sends the states of a model as server-sent events. An event's id stands for
 * what it says, so that whoever comes back is told only what they do not know.
 */
export async function streamStates(
  states: AsyncIterable<WatchedModel | undefined>,
  { req, res }: { req: express.Request; res: express.Response },
): Promise<void> {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // Nothing on the way may gather it, to compress it or otherwise
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  });
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  res.write(`retry: ${RETRY_MS}\n\n`);
  const heartbeat = setInterval(
    () => res.writableNeedDrain || res.write(': still here\n\n'),
    HEARTBEAT_MS,
  );
  let lastId = req.header('last-event-id');
  try {
    for await (const watched of states) {
      const text = JSON.stringify(watched ? toState(watched) : {});
      const id = createHash('sha256').update(text).digest('hex').slice(0, 16);
      if (id !== lastId) {
        await send(
          res,
          `id: ${id}\nevent: ${
            watched ? 'state' : 'deleted'
          }\ndata: ${text}\n\n`,
        );
      }
      lastId = id;
    }
  } finally {
    clearInterval(heartbeat);
    res.end();
  }
}

// Who reads slowly is told the newest when they come to it: what is not read
// would be kept here, for as long as they stay
async function send(res: express.Response, event: string): Promise<void> {
  if (!res.write(event) && !res.closed) {
    await new Promise<void>(resolve => {
      const go = () => {
        res.off('drain', go).off('close', go);
        resolve();
      };
      res.on('drain', go).on('close', go);
    });
  }
}

function toState({ model, findings }: WatchedModel): ModelState {
  return {
    id: model.id,
    generation: model.generation,
    observed_generation: model.observed_generation,
    status: model.status,
    status_reason: model.status_reason,
    replicas: model.replicas,
    conditions: model.conditions,
    ...(findings && { findings: findings.map(toBrief) }),
    updated_at: model.updated_at,
  };
}

function toBrief({
  code,
  severity,
  message,
}: NonNullable<ModelState['findings']>[number]) {
  return { code, severity, message };
}
