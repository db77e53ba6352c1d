import { once } from 'node:events';
import net, { AddressInfo } from 'node:net';
import { choosePort } from './choosePort';

describe('choosePort', () => {
  it('takes the preferred port where it is free, and another where it is not', async () => {
    const server = net.createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await choosePort(port)).not.toBe(port);

    await once(server.close(), 'close');
    expect(await choosePort(port)).toBe(port);
  });
});
