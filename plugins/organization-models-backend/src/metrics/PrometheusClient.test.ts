import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { ConnectProxy } from '../__testUtils__/ConnectProxy';
import { PrometheusClient } from './PrometheusClient';

const HOST = 'prometheus.acme.io';

describe('PrometheusClient', () => {
  const { cert, private: key } = generate(
    [{ name: 'commonName', value: HOST }],
    {
      keySize: 2048,
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] },
      ],
    },
  );
  let server: Server;
  let proxy: ConnectProxy;
  const environment = { ...process.env };

  beforeAll(async () => {
    server = createServer({ cert, key }, (_, response) =>
      response.end(JSON.stringify({ status: 'success', data: ['up'] })),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    proxy = new ConnectProxy({ [`${HOST}:443`]: port });
    process.env.HTTPS_PROXY = await proxy.start();
    delete process.env.NO_PROXY;
    delete process.env.no_proxy;
  });

  afterAll(async () => {
    process.env = environment;
    await proxy.stop();
    server.closeAllConnections();
    server.close();
  });

  async function listNames(ca: string | undefined) {
    const client = new PrometheusClient({
      ...{ url: `https://${HOST}`, headers: {}, labels: {}, ca },
    });
    const names = client.listNames('up', { from: 0, to: 1 });
    return names.finally(() => client.close());
  }

  it('goes by the proxy of the environment as Node.js does, with an authority of its own', async () => {
    process.env.NODE_USE_ENV_PROXY = '1';
    expect(await listNames(cert)).toEqual(['up']);
    expect(proxy.asked).toEqual([`${HOST}:443`]);
    await expect(listNames(undefined)).rejects.toThrow(
      /cannot be reached \(\w+\)/,
    );
  });

  it('goes by none where Node.js does not', async () => {
    process.env.NODE_USE_ENV_PROXY = '0';
    const before = proxy.asked.length;
    await expect(listNames(cert)).rejects.toThrow('cannot be reached');
    expect(proxy.asked).toHaveLength(before);
  });
});
