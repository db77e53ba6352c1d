import { once } from 'node:events';
import net, { AddressInfo, Socket } from 'node:net';

/** A TCP relay before the API server, whose connections can be cut. */
export interface Relay {
  /** The API server's URL through the relay. */
  server: string;
  /** Resets every open connection, watches among them; new ones are accepted as before. */
  cutConnections(): void;
  /** Cuts all and refuses new ones. */
  stop(): Promise<void>;
}

/** Opens a relay to a port of 127.0.0.1. */
export async function openRelay(options: { port: number }): Promise<Relay> {
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // An error closes the socket, and its partner below; there is nobody else to tell.
    socket.on('error', () => {});
  };
  const relay = net.createServer(client => {
    const server = net.connect(options.port, '127.0.0.1');
    [client, server].forEach(keep);
    client.pipe(server).pipe(client);
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  const cutConnections = () => open.forEach(socket => socket.resetAndDestroy());
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  return {
    server: `https://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    cutConnections,
    async stop() {
      const closed = once(relay, 'close');
      relay.close();
      cutConnections();
      await closed;
    },
  };
}
