import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { LoadedKubeConfig } from '../connection/access/KubeConfigSource';
import { PodForwarder } from '../../__testUtils__/PodForwarder';
import { ClusterConnection } from '../connection/ClusterConnection';
import { type PodAccess, PodReach } from './PodReach';

describe.each<PodAccess>(['direct', 'portForward'])(
  'PodReach, %s',
  podAccess => {
    let engine: Server;
    let connections: number;
    let gone: Promise<unknown>;
    let forwarder: PodForwarder;
    let reach: PodReach;

    let port: number;

    const pod = () => ({
      cluster: 'test',
      namespace: 'models',
      name: 'qwen-0',
      uid: 'u1',
      address: '127.0.0.1',
      port,
    });

    beforeEach(async () => {
      connections = 0;
      let tellGone: (value?: unknown) => void;
      gone = new Promise(resolve => {
        tellGone = resolve;
      });
      engine = createServer(async (req, res) => {
        if (req.url === '/endless') {
          res.write('first');
          res.on('close', tellGone);
          return;
        }
        const chunks: Buffer[] = [];
        for await (const chunk of req) {
          chunks.push(chunk);
        }
        res.end(Buffer.concat(chunks));
      });
      engine.on('connection', () => connections++);
      engine.listen(0, '127.0.0.1');
      await once(engine, 'listening');
      port = (engine.address() as AddressInfo).port;
      forwarder = await PodForwarder.start(() => port);
      const kubeConfig = new KubeConfig();
      kubeConfig.loadFromClusterAndUser(
        {
          name: 'test',
          server: forwarder.url,
          skipTLSVerify: true,
        },
        { name: 'test' },
      );
      const connection = new ClusterConnection(
        'test',
        new LoadedKubeConfig(() => kubeConfig),
      );
      reach = new PodReach([{ name: 'test', connection, podAccess }]);
    });

    afterEach(async () => {
      await reach.close();
      forwarder.stop();
      engine.closeAllConnections();
      engine.close();
    });

    it('sends and reads bodies of any size, over connections that are kept', async () => {
      for (const size of [0, 10, 20, 30, 3_000_000]) {
        const body = Buffer.alloc(size, 'x');
        const response = await reach.request(pod(), {
          method: 'POST',
          path: '/',
          body,
        });
        const answered = Buffer.from(await response.body.arrayBuffer());
        expect(answered.equals(body)).toBe(true);
      }
      expect(connections).toBeLessThan(3);
      const path = `/api/v1/namespaces/models/pods/qwen-0/portforward?ports=${port}`;
      expect([...new Set(forwarder.asked)]).toEqual(
        podAccess === 'direct' ? [] : [path],
      );
    });

    it('hangs up when the request is aborted', async () => {
      const abort = new AbortController();
      const response = await reach.request(pod(), {
        method: 'GET',
        path: '/endless',
        signal: abort.signal,
      });
      const reading = response.body.text();
      abort.abort();
      await expect(reading).rejects.toThrow('aborted');
      await gone;
    });

    it('tells that nothing was sent when nobody listens', async () => {
      engine.close();
      await once(engine, 'close');
      const asking = reach.request(pod(), {
        method: 'POST',
        path: '/',
        body: 'x',
      });
      await expect(asking).rejects.toMatchObject({
        name: 'PodUnreachableError',
        message: expect.stringContaining('models/qwen-0'),
      });
    });
  },
);

describe('PodReach', () => {
  it('gives up on an API server that does not answer', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    silent.on('upgrade', () => {});
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      {
        name: 'test',
        server: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
        skipTLSVerify: true,
      },
      { name: 'test' },
    );
    const connection = new ClusterConnection(
      'test',
      new LoadedKubeConfig(() => kubeConfig),
    );
    const reach = new PodReach(
      [{ name: 'test', connection, podAccess: 'portForward' }],
      { connectMs: 50 },
    );
    const place = { cluster: 'test', namespace: 'a', name: 'b', uid: 'u' };
    await expect(
      reach.request({ ...place, port: 1 }, { method: 'GET', path: '/' }),
    ).rejects.toThrow('Opening handshake has timed out');
    await reach.close();
    silent.closeAllConnections();
    silent.close();
  });
});
