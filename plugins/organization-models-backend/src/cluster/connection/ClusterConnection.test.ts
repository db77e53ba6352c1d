import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { generate } from 'selfsigned';
import { ScriptedApiServer } from '../../__testUtils__/ScriptedApiServer';
import { KubernetesPluginClusters } from './access/KubernetesPluginClusters';
import type { ClusterConnection } from './ClusterConnection';
import { connectCluster } from './connectCluster';
import { PodLogs } from '../pods/PodLogs';
import { readPodLog } from '../pods/readPodLog';

jest.setTimeout(30_000);

/** A certificate that is its own authority, as one is made anew at a rotation. */
function makeCertificate() {
  const made = generate([{ name: 'commonName', value: 'kubernetes' }], {
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { key: made.private, cert: made.cert };
}

/** An API server which speaks HTTP/2 too, as Kubernetes' own does. */
class SecureApiServer {
  readonly connections = new Set<Socket>();
  #server: Http2SecureServer | undefined;

  async start(credentials: { key: string; cert: string }, port = 0) {
    const server = createSecureServer({ ...credentials, allowHTTP1: true });
    server.on('secureConnection', connection => {
      this.connections.add(connection);
      connection.on('error', () => {});
      connection.on('close', () => this.connections.delete(connection));
    });
    server.on('request', (request, response) =>
      response.end(JSON.stringify({ version: request.httpVersion })),
    );
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    return (server.address() as AddressInfo).port;
  }

  async stop() {
    this.connections.forEach(connection => connection.destroy());
    this.#server?.close();
    await once(this.#server!, 'close');
  }
}

describe('ClusterConnection', () => {
  let directory: string;
  let caFile: string;
  let api: SecureApiServer;
  let connection: ClusterConnection;
  const first = makeCertificate();

  const connectAt = (port: number, token: string | undefined = 'a-token') =>
    connectCluster(
      'test',
      {
        kind: 'token',
        url: `https://127.0.0.1:${port}`,
        token,
        caData: undefined,
        caFile,
        skipTlsVerify: false,
      },
      {
        clusters: new KubernetesPluginClusters(),
        auth: mockServices.auth(),
      },
    )!;

  const ask = () => connection.request({ path: '/version' });

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'cluster-connection-'));
    caFile = path.join(directory, 'ca.crt');
    await writeFile(caFile, first.cert);
    api = new SecureApiServer();
  });

  afterEach(async () => {
    await connection.close();
    await api.stop();
    await rm(directory, { recursive: true });
  });

  it('says at the start that a token is missing', async () => {
    const port = await api.start(first);
    connection = connectAt(port);
    expect(() => connectAt(port, '')).toThrow(
      'organizationModels.clusters: test needs a serviceAccountToken',
    );
  });

  it('takes a CA that was rotated on disk, and fails no request for it', async () => {
    const port = await api.start(first);
    connection = connectAt(port);
    expect(await ask()).toEqual({ version: '1.1' });

    await api.stop();
    const second = makeCertificate();
    await writeFile(caFile, second.cert);
    await api.start(second, port);
    expect(await ask()).toEqual({ version: '1.1' });
  });

  it('says what is wrong with a certificate that nobody vouches for', async () => {
    connection = connectAt(await api.start(makeCertificate()));
    await expect(ask()).rejects.toThrow(/cannot be reached: .*certificate/);
  });

  it.each<[string, (idle: Socket, way: Socket) => unknown]>([
    ['is closed', idle => idle.end()],
    ['is destroyed', idle => idle.destroy()],
    ['is reset', (_, way) => way.resetAndDestroy()],
    [
      'is reset while it is closed',
      (idle, way) => {
        idle.end();
        way.resetAndDestroy();
      },
    ],
    ['is ended on its way', (_, way) => way.end()],
  ])('goes on when an idle connection %s', async (_, end) => {
    const port = await api.start(first);
    const sockets: Socket[] = [];
    const relay = createServer(socket => {
      const onward = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      onward.on('error', () => {});
      socket.pipe(onward).pipe(socket);
      sockets.push(socket);
    }).listen(0, '127.0.0.1');
    await once(relay, 'listening');
    connection = connectAt((relay.address() as AddressInfo).port);
    await ask();
    end([...api.connections][0], sockets[0]);
    // An error that nobody listens to would end the process here
    await delay(100);
    expect(await ask()).toEqual({ version: '1.1' });
    relay.close();
  });
});

describe('a ClusterConnection whose answers break off', () => {
  const half = (status: number) => (_: unknown, response: ServerResponse) => {
    response.writeHead(status, { 'Content-Length': 100 });
    response.write('{"kind": "Status",');
    setTimeout(() => response.destroy(), 20);
  };

  it.each([200, 404, 422])('says that nobody answered: %s', async status => {
    const server = await ScriptedApiServer.start(half(status));
    const { connection } = server;
    const unreachable = { code: 'ClusterUnavailable', statusCode: 503 };
    await expect(
      connection.request({ path: '/version' }),
    ).rejects.toMatchObject(unreachable);
    await expect(
      readPodLog(connection, {
        ...{ namespace: 'models', pod: 'qwen', container: 'vllm' },
        previous: false,
      }),
    ).rejects.toMatchObject(unreachable);
    await server.stop();
  });

  it('says so of a log as well, of which something was read', async () => {
    const server = await ScriptedApiServer.start(half(200));
    const logs = new PodLogs([{ name: 'test', connection: server.connection }]);
    const place = { cluster: 'test', namespace: 'models', pod: 'qwen' };
    const { signal } = new AbortController();
    const opened = await logs.open({ ...place, container: 'vllm' }, {}, signal);
    const read = async () => {
      const { chunks } = opened as { chunks: AsyncIterable<Uint8Array> };
      for await (const chunk of chunks) {
        expect(String(chunk)).toContain('Status');
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'ClusterUnavailable' });
    await server.stop();
  });
});
