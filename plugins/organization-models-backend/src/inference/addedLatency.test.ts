import { once } from 'node:events';
import type { Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { createInferenceRouter } from './createInferenceRouter';
import { createBodyReader } from './bodies/readInferenceBody';

/** Long enough to be told from what a machine does meanwhile, milliseconds. */
const OURS_MS = 60;
const THEIRS_MS = 150;
const KEY = { id: 'key_1', organizationId: 'group:default/acme', limits: {} };
const MODEL = { id: 'mdl_1', name: 'qwen' };

type Added = { request?: number; answer?: number };

/** A portal that takes its time, before a client and an engine that take more. */
async function askSlowly(): Promise<{ added: Added; seconds: number }> {
  let told: (added: Added) => void;
  const added = new Promise<Added>(resolve => (told = resolve));
  const logger = mockServices.logger.mock();
  const router = createInferenceRouter({
    keys: { find: async () => KEY },
    revocations: {
      follow: () => ({ signal: new AbortController().signal, leave() {} }),
    },
    usage: { countRequest: () => {}, record: () => {} },
    directory: {
      find: async () => [MODEL],
      findReady: async () => ({ model: MODEL, pods: [] }),
    },
    engines: {
      async ask() {
        const sentAt = performance.now();
        await delay(THEIRS_MS);
        async function* body() {
          await delay(THEIRS_MS);
          yield Buffer.from('{}');
        }
        return {
          response: {
            statusCode: 200,
            headers: {},
            body: Readable.from(body()),
          },
          ...{ hidden: 'none', sentAt, done: () => {} },
        };
      },
    },
    readBody: createBodyReader(1024),
    silenceMs: 1000,
    onInference: () => (_outcome: string, _tokens: object, so: Added) =>
      told(so),
    logger,
    audit: () => delay(OURS_MS),
    onFailure: () => {},
    hide: (error: unknown) => error,
  } as any);
  const server: Server = express().use(router).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const begun = performance.now();
  const body = '{"model":"qwen"}';
  const sent = request(`http://127.0.0.1:${port}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer om_${'a'.repeat(40)}`,
      'Content-Length': body.length,
    },
  });
  sent.write(body.slice(0, 5));
  await delay(OURS_MS + THEIRS_MS);
  sent.end(body.slice(5));
  const [answer] = await once(sent, 'response');
  await once(answer.resume(), 'end');
  const seconds = (performance.now() - begun) / 1000;
  server.close();
  return { added: await added, seconds };
}

describe('what a portal adds', () => {
  it('is its own time alone: neither that of the client who sends, nor of the engine', async () => {
    const { added, seconds } = await askSlowly();
    expect(added.request).toBeGreaterThanOrEqual((OURS_MS - 2) / 1000);
    expect(added.answer).toBeGreaterThanOrEqual(0);
    // Of the body only what came while the portal waited for it is not ours
    const theirs = (3 * THEIRS_MS - 6) / 1000;
    expect(added.request! + added.answer!).toBeLessThan(seconds - theirs);
  });
});
