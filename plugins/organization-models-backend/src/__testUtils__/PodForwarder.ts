import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** An API server that does nothing but forward to ports of this machine. */
export class PodForwarder {
  /** Paths of the forwards that were asked for. */
  readonly asked: string[] = [];

  private constructor(
    private readonly server: WebSocketServer,
    /** By the name of the pod; 0: nobody listens there. */
    private readonly portOf: (pod: string) => number,
  ) {
    server.on('connection', (socket, { url = '' }) => {
      this.asked.push(url);
      forward(socket, this.portOf(/pods\/([^/]+)/.exec(url)?.[1] ?? ''));
    });
  }

  static async start(portOf: (pod: string) => number): Promise<PodForwarder> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    return new PodForwarder(server, portOf);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.clients.forEach(client => client.terminate());
    this.server.close();
  }
}

const DATA = 0;
const ERROR = 1;

function forward(socket: WebSocket, port: number): void {
  const send = (channel: number, data: Buffer) =>
    socket.send(Buffer.concat([Buffer.from([channel]), data]));
  // Each channel begins with the port
  [DATA, ERROR].forEach(channel => send(channel, Buffer.from([0x40, 0x1f])));
  const refuse = () =>
    send(
      ERROR,
      Buffer.from('dial tcp4 127.0.0.1:8000: connect: connection refused'),
    );
  if (port === 0) {
    refuse();
    return;
  }
  const engine = connect(port, '127.0.0.1');
  engine.setNoDelay(true);
  socket.on('message', (message: Buffer) => engine.write(message.subarray(1)));
  socket.on('close', () => engine.destroy());
  engine.on('data', data => send(DATA, data));
  engine.on('error', refuse);
  engine.on('close', () => socket.close());
}
