import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Recorded = { method: string; path: string; body: string };

/** Leads to an HTTP server, and keeps what it was asked. */
export class RecordingProxy {
  readonly recorded: Recorded[] = [];

  private constructor(private readonly server: Server) {}

  static async start(target: string): Promise<RecordingProxy> {
    const server = createServer();
    const proxy = new RecordingProxy(server);
    server.on('request', async (asked, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of asked) {
        chunks.push(chunk);
      }
      const body = Buffer.concat(chunks);
      const { method = 'GET', url: path = '/', headers } = asked;
      proxy.recorded.push({ method, path, body: body.toString() });
      request(`${target}${path}`, { method, headers }, answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      }).end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
