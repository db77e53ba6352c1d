import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { IDLE_PROGRAM } from './idleProgram';

const NAMES = 'vllm:num_requests_running|vllm:num_requests_waiting';

const metrics = (running: number, waiting: number) => `
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{engine="0",model_name="a"} ${running}.0
vllm:num_requests_waiting{engine="0",model_name="a"} ${waiting}.0
vllm:num_requests_waiting_by_reason{reason="capacity"} 7.0
`;

describe('the program that waits for an idle engine', () => {
  let server: Server;
  let answers: (string | undefined)[];
  let asked: number;

  beforeAll(async () => {
    server = createServer((_, res) => {
      const answer = answers[Math.min(asked++, answers.length - 1)];
      res.writeHead(answer === undefined ? 404 : 200).end(answer);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterAll(() => server.close());

  const run = async (
    told: (string | undefined)[],
    { most = 30, port = (server.address() as AddressInfo).port } = {},
  ) => {
    answers = told;
    asked = 0;
    const url = `http://127.0.0.1:${port}/metrics`;
    await promisify(execFile)(
      'python3',
      ['-c', IDLE_PROGRAM, url, '0', String(most), NAMES],
      // A proxy for what is outside is none for the pod itself
      { env: { PATH: process.env.PATH, http_proxy: 'http://127.0.0.1:9' } },
    );
    return asked;
  };

  it('ends when nothing runs or waits any more', async () => {
    expect(await run([metrics(0, 0)])).toBe(1);
    expect(await run([metrics(1, 0), metrics(0, 2), metrics(0, 0)])).toBe(3);
  });

  it('waits for the longest time where nothing can be learned', async () => {
    expect(await run([undefined], { most: 1.5 })).toBe(2);
    expect(await run(['other 1\n'], { most: 1.5 })).toBe(2);
  });

  it('ends where nobody listens', async () => {
    expect(await run([], { port: 9 })).toBe(0);
  });
});
