import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setImmediate as later } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { PortForwardStream } from './PortForwardStream';

const POD = { cluster: 'test', namespace: 'models', name: 'a-1' };

describe('PortForwardStream', () => {
  let server: WebSocketServer;

  /** A connection that waits, and the other end of it. */
  const open = async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    const stream = new PortForwardStream(POD, socket);
    const [[peer]] = await Promise.all([
      once(server, 'connection'),
      once(socket, 'open'),
    ]);
    return { stream, peer };
  };

  afterEach(async () => {
    server.close();
    await later();
  });

  it.each([
    [
      'says what is no message',
      (peer: any) => peer._socket.write(Buffer.from([0xff, 0xff])),
    ],
    [
      'says that the pod is gone',
      (peer: WebSocket) => peer.send(Buffer.from('\x01\x00\x00it is gone')),
    ],
    ['hangs up', (peer: WebSocket) => peer.terminate()],
  ])('ends when nobody uses it and the API server %s', async (_, end) => {
    const { stream, peer } = await open();
    // Nobody listens to its errors
    stream.resume();
    end(peer);
    await new Promise(resolve => stream.once('close', resolve));
    expect(stream.destroyed).toBe(true);
  });

  it('passes on what the pod sends, without the port before it', async () => {
    const { stream, peer } = await open();
    peer.send(Buffer.from('\x00\x40\x1f'));
    peer.send(Buffer.from('\x00answer'));
    const [data] = await once(stream, 'data');
    expect(String(data)).toBe('answer');
    const heard = once(peer, 'message');
    stream.write('question');
    const [message] = await heard;
    expect(message.toString('latin1')).toBe('\x00question');
    stream.destroy();
  });
});
