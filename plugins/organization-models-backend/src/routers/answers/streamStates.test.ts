import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import express from 'express';
import type { WatchedModel } from '../../services/models/ModelService';
import { streamStates } from './streamStates';

/** More than connections hold on their way: 40 MB. */
const STATES = 4_000;
const MESSAGE = 'x'.repeat(10_000);

describe('streamStates', () => {
  it('keeps nothing for a client that does not read', async () => {
    let told = 0;
    let kept = 0;
    const app = express().get('/', async (req, res) => {
      const states = async function* newest() {
        for (; told < STATES && !res.closed; told++) {
          yield {
            model: { id: 'mdl_1', generation: told, status: MESSAGE },
          } as unknown as WatchedModel;
          kept = Math.max(kept, res.writableLength);
        }
      };
      await streamStates(states(), { req, res });
    });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port);
    client.pause();
    client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    let before = -1;
    while (told !== before || told === 0) {
      before = told;
      await delay(100);
    }
    expect(told).toBeLessThan(STATES);
    expect(kept).toBeLessThan(1_000_000);
    // Whoever goes ends it
    client.destroy();
    await new Promise(resolve => server.close(resolve));
    expect(told).toBeLessThan(STATES);
  });
});
