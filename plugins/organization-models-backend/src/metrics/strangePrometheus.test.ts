import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrometheusClient } from './PrometheusClient';

describe('PrometheusClient, of strange answers', () => {
  let server: Server;
  let client: PrometheusClient;
  let answer: (res: ServerResponse) => void;

  beforeAll(async () => {
    server = createServer((_, res) => answer(res)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    client = new PrometheusClient({
      url: `http://127.0.0.1:${port}`,
      ...{ headers: {}, labels: {}, ca: undefined },
    });
  });

  afterAll(async () => {
    await client.close();
    server.close();
  });

  const ask = () => client.queryAt('up', 1000);
  const success = (result: unknown) => (res: ServerResponse) =>
    res.end(JSON.stringify({ status: 'success', data: { result } }));

  it('reads numbers as Prometheus writes them, and parts of answers as they are', async () => {
    const values = ['NaN', '+Inf', '-Inf', '1e3'];
    answer = success(
      values.map((value, index) => ({
        metric: { index: String(index) },
        value: [1, value],
      })),
    );
    const found = await ask();
    expect(found.map(each => each.values[0][1])).toEqual([
      ...[NaN, NaN, NaN, 1000],
    ]);
    answer = success([]);
    expect(await ask()).toEqual([]);
    // Native histograms come in another field
    answer = success([{ metric: {}, histograms: [[1, {}]] }]);
    expect(await ask()).toEqual([{ labels: {}, values: [] }]);
  });

  it.each<[string, number, string, string]>([
    [
      'an error of its own',
      422,
      '{"status":"error","error":"too many samples"}',
      'Prometheus answered 422: too many samples',
    ],
    [
      'an error of a gateway',
      503,
      '{"message":"no healthy upstream"}',
      'Prometheus answered 503: no healthy upstream',
    ],
    [
      'an error of another form',
      500,
      '{"error":{"code":7}}',
      'Prometheus answered 500',
    ],
    ['a page', 200, '<html>Log in</html>', 'Prometheus answered 200'],
    ['null', 200, 'null', 'Prometheus answered 200'],
    ['a redirection', 302, '', 'Prometheus answered 302'],
  ])(
    'fails with words that say what came: %s',
    async (_, status, body, words) => {
      answer = res => res.writeHead(status).end(body);
      await expect(ask()).rejects.toThrow(new Error(words));
    },
  );

  it('fails so where an answer breaks off', async () => {
    answer = res => {
      res.writeHead(200, { 'Content-Length': '100' });
      res.write('{"status"', () => res.destroy());
    };
    await expect(ask()).rejects.toThrow(/^Prometheus broke its answer off \(/);
  });
});
