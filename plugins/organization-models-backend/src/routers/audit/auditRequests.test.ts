import { once } from 'node:events';
import { get, type RequestOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import express, { type RequestHandler } from 'express';
import { auditRequests } from './auditRequests';

describe('auditRequests', () => {
  const logger = mockServices.logger.mock();

  /** Sends a request that is given up as soon as the handler has begun. */
  async function giveUp(
    handler: (res: express.Response, gone: Promise<unknown>) => Promise<void>,
  ): Promise<string> {
    let told: (outcome: string) => void;
    const outcome = new Promise<string>(resolve => {
      told = resolve;
    });
    const auditor = mockServices.auditor.mock({
      createEvent: async () => ({
        success: async () => told('succeeded'),
        fail: async ({ error }) => told(`failed: ${error.message}`),
      }),
    });
    const app = express();
    app.use(auditRequests({ auditor, logger }));
    const handle: RequestHandler = async (_req, res) => {
      const gone = once(res, 'close');
      client.destroy();
      await handler(res, gone);
    };
    app.use(handle);
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const options: RequestOptions = { port, path: '/', method: 'POST' };
    const client = get(options).on('error', () => {});
    const seen = await outcome;
    server.close();
    return seen;
  }

  it('says that it was done, though nobody waited for the answer', async () => {
    const seen = await giveUp(async (res, gone) => {
      await gone;
      res.status(201).json({});
    });
    expect(seen).toBe('succeeded');
  });

  it('says of a stream that it was cut off', async () => {
    const seen = await giveUp(async (res, gone) => {
      res.write('data: 1');
      await gone;
    });
    expect(seen).toBe('failed: The connection was closed');
  });

  it('says nothing of what there is no route for', async () => {
    const auditor = mockServices.auditor.mock();
    const next = jest.fn();
    const req = { method: 'PATCH', path: '/', query: {} };
    auditRequests({ auditor, logger })(req as any, {} as any, next);
    await Promise.resolve();
    expect(auditor.createEvent).not.toHaveBeenCalled();
  });
});
