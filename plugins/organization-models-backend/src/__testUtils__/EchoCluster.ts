import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * In place of an API server where only what is sent to it matters: it has
 * nothing, takes everything, and keeps what it was given.
 */
export class EchoCluster {
  readonly given: any[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<EchoCluster> {
    const server = createServer();
    const cluster = new EchoCluster(server);
    server.on('request', async (req, res) => {
      const { status, body } = await cluster.#answer(req);
      res.statusCode = status;
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify(body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return cluster;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  async #answer(req: IncomingMessage): Promise<{ status: number; body: any }> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) {
      chunks.push(chunk);
    }
    if (req.method === 'GET') {
      return req.url?.includes('labelSelector')
        ? { status: 200, body: { items: [] } }
        : { status: 404, body: { kind: 'Status', message: 'not found' } };
    }
    const object = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    this.given.push(object);
    const metadata = { ...object.metadata, uid: 'uid', resourceVersion: '1' };
    return { status: 200, body: { ...object, metadata } };
  }
}
