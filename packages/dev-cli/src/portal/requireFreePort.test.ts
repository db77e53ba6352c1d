import { once } from 'node:events';
import { AddressInfo, createServer } from 'node:net';
import { requireFreePort } from './requireFreePort';

describe('requireFreePort', () => {
  it('refuses a port that another program has, and says what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      await expect(
        requireFreePort(port, { purpose: 'the portal' }),
      ).rejects.toThrow(
        `Port ${port}, wanted for the portal, is in use by another program: stop that, or choose another port with ./dev up --port N.`,
      );
    } finally {
      server.close();
      await once(server, 'close');
    }
    await requireFreePort(port, { purpose: 'the portal' });
  });
});
