import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { AddressInfo } from 'node:net';
import path from 'node:path';

/** How an API server behaves that has too much to do. */
export interface Storm {
  /** Which part of the requests is refused, from 0 to 1. */
  share: number;
}

/** An HTTPS proxy before the API server which can answer in its place. */
export interface FaultProxy {
  /** The API server's URL through the proxy. */
  server: string;
  /** Requests that came so far, refused ones among them. */
  countRequests(): number;
  /**
   * Refuses requests from now on: with 429 and `Retry-After`, 500 and 503 in turns, spread evenly. Watches that are
   * open go on.
   */
  startStorm(storm: Storm): void;
  endStorm(): void;
  /** Ends all connections and refuses new ones. */
  stop(): Promise<void>;
}

interface Refusal {
  code: number;
  reason: string;
}

const kinds: readonly Refusal[] = [
  { code: 429, reason: 'TooManyRequests' },
  { code: 500, reason: 'InternalError' },
  { code: 503, reason: 'ServiceUnavailable' },
];

/** Which requests are refused, and how: the same ones in every run. */
class Refusals {
  #share = 0;
  #debt = 0;
  #refused = 0;

  start({ share }: Storm) {
    this.#share = share;
    this.#debt = 0;
  }

  next(): Refusal | undefined {
    this.#debt += this.#share;
    if (this.#debt < 1) return undefined;
    this.#debt -= 1;
    this.#refused += 1;
    return kinds[this.#refused % kinds.length];
  }
}

/** Opens a proxy to the API server's port of 127.0.0.1, with an administrator's rights. */
export async function openFaultProxy(options: {
  port: number;
  pki: string;
}): Promise<FaultProxy> {
  const credentials = await readCredentials(options.pki);
  const forward = createForwarder({ ...options, ...credentials });
  const refusals = new Refusals();
  let requests = 0;
  // kwokctl's API server shows the same certificate.
  const proxy = https.createServer(credentials, (request, response) => {
    requests += 1;
    const refusal = refusals.next();
    if (refusal) {
      request.resume();
      refuse(response, refusal);
    } else {
      forward(request, response);
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    server: `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    countRequests: () => requests,
    startStorm: storm => refusals.start(storm),
    endStorm: () => refusals.start({ share: 0 }),
    async stop() {
      const closed = once(proxy, 'close');
      proxy.close();
      proxy.closeAllConnections();
      await closed;
    },
  };
}

function refuse(response: http.ServerResponse, { code, reason }: Refusal) {
  response.writeHead(code, {
    'Content-Type': 'application/json',
    ...(code === 429 ? { 'Retry-After': '1' } : {}),
  });
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure' };
  const message = 'the storm of a test';
  response.end(JSON.stringify({ ...status, code, reason, message }));
}

interface Credentials {
  ca: Buffer;
  cert: Buffer;
  key: Buffer;
}

async function readCredentials(pki: string): Promise<Credentials> {
  const read = (file: string) => readFile(path.join(pki, file));
  const [ca, cert, key] = await Promise.all(
    ['ca.crt', 'admin.crt', 'admin.key'].map(read),
  );
  return { ca, cert, key };
}

function createForwarder(options: { port: number } & Credentials) {
  const { ca, cert, key } = options;
  const agent = new https.Agent({ keepAlive: true, ca, cert, key });
  return (request: http.IncomingMessage, response: http.ServerResponse) => {
    const { method, url, headers } = request;
    const { port } = options;
    const onward = https.request(
      { host: '127.0.0.1', port, path: url, method, headers, agent },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      },
    );
    // Whoever asks sees a broken connection, as without a proxy
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  };
}
