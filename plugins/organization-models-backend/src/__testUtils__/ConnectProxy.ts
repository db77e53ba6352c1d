import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** A proxy of the kind that companies have, which knows hosts that others do not. */
export class ConnectProxy {
  /** Who was asked for, with ports. */
  readonly asked: string[] = [];
  readonly #server: Server;

  /** @param ports - of this machine, by the hosts that they stand for */
  constructor(private readonly ports: Record<string, number>) {
    this.#server = createServer((_, response) =>
      response.writeHead(405).end(),
    ).on('connect', ({ url = '' }, client) => {
      this.asked.push(url);
      const port = this.ports[url];
      if (port === undefined) {
        client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
        return;
      }
      const target = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(client).pipe(target);
      });
      target.on('error', () => client.destroy());
      client.on('error', () => target.destroy());
    });
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
