import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ImageRegistries } from './ImageRegistries';
import { parseChallenges } from './authorize';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const USER = `Basic ${Buffer.from('ci:not-a-real-one').toString('base64')}`;

/** A registry that speaks the distribution protocol, with what is put into it. */
class SmallRegistry {
  readonly asked: string[] = [];
  readonly #content = new Map<string, { type: string; body: string }>();
  #server?: Server;
  url = '';
  /** How it wants to know who asks. */
  wants?: 'token' | 'token of a user' | 'basic';
  isBroken = false;

  put(path: string, type: string, value: object, tag?: string) {
    const body = JSON.stringify(value);
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    for (const name of [digest, ...(tag ? [tag] : [])]) {
      this.#content.set(`/v2/${path}/${name}`, { type, body });
    }
    return { mediaType: type, digest, size: body.length };
  }

  putImage(repository: string, tag: string | undefined, config: object) {
    const blob = this.put(`${repository}/blobs`, 'x', config);
    const manifest = { schemaVersion: 2, config: blob, layers: [] };
    return this.put(`${repository}/manifests`, MANIFEST, manifest, tag);
  }

  async start() {
    this.#server = createServer((request, response) => {
      const [path] = (request.url ?? '').split('?');
      this.asked.push(request.url ?? '');
      if (this.isBroken) {
        response.writeHead(503).end();
      } else if (path === '/token') {
        const allowed =
          this.wants !== 'token of a user' ||
          request.headers.authorization === USER;
        response.writeHead(allowed ? 200 : 401);
        response.end(allowed ? '{"token":"t0k"}' : '{}');
      } else if (!this.#isLetIn(request)) {
        const realm = `Bearer realm="${this.url}/token",service="small",scope="repository:a/b:pull"`;
        const challenge = this.wants === 'basic' ? 'Basic realm="x"' : realm;
        response.writeHead(401, { 'www-authenticate': challenge }).end();
      } else {
        const found = this.#content.get(path);
        response.writeHead(found ? 200 : 404, {
          'content-type': found?.type ?? 'application/json',
        });
        response.end(found?.body ?? '{"errors":[]}');
      }
    });
    await new Promise<void>(resolve => {
      this.#server!.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
  }

  #isLetIn({ headers }: IncomingMessage): boolean {
    const wanted = this.wants === 'basic' ? USER : 'Bearer t0k';
    return !this.wants || headers.authorization === wanted;
  }

  async stop() {
    await new Promise(resolve => {
      this.#server?.close(resolve);
      this.#server?.closeAllConnections();
    });
  }
}

describe('ImageRegistries', () => {
  let small: SmallRegistry;
  const open = (more = {}) =>
    new ImageRegistries({
      registries: [{ host: 'harbor.acme.io', url: small.url, ...more }],
      timeoutMs: 2_000,
    });
  const CONFIG = {
    architecture: 'amd64',
    os: 'linux',
    config: {
      Env: ['CUDA_VERSION=12.8.1', 'VLLM_VERSION=0.11.2', 'EMPTY='],
      Labels: { maintainer: 'acme' },
    },
  };
  const DETAILS = {
    architectures: ['amd64'],
    environment: {
      CUDA_VERSION: '12.8.1',
      VLLM_VERSION: '0.11.2',
      EMPTY: '',
    },
    labels: { maintainer: 'acme' },
  };

  beforeEach(async () => {
    small = new SmallRegistry();
    await small.start();
  });

  afterEach(() => small.stop());

  it('reads an image of one platform', async () => {
    small.putImage('ai/llm', 'stable', CONFIG);
    expect(await open().read('harbor.acme.io/ai/llm:stable')).toEqual({
      outcome: 'found',
      details: DETAILS,
    });
  });

  it('reads all platforms of a list, attestations apart, by its digest', async () => {
    const platforms = ['amd64', 'arm64'].map(architecture => ({
      ...small.putImage('ai/llm', undefined, { ...CONFIG, architecture }),
      platform: { os: 'linux', architecture },
    }));
    const attestation = {
      ...platforms[0],
      platform: { os: 'unknown', architecture: 'unknown' },
    };
    const { digest } = small.put('ai/llm/manifests', INDEX, {
      manifests: [attestation, ...platforms],
    });
    const image = `harbor.acme.io/ai/llm:v1@${digest}`;
    expect(await open().read(image)).toEqual({
      outcome: 'found',
      details: { ...DETAILS, architectures: ['amd64', 'arm64'] },
    });
  });

  it.each([
    ['token', {}],
    ['token of a user', { username: 'ci', password: 'not-a-real-one' }],
    ['basic', { username: 'ci', password: 'not-a-real-one' }],
  ] as const)('says who asks by a %s', async (wants, credentials) => {
    small.putImage('ai/llm', 'v1', CONFIG);
    small.wants = wants;
    const registries = open(credentials);
    expect(await registries.read('harbor.acme.io/ai/llm:v1')).toMatchObject({
      outcome: 'found',
    });
    const tokens = small.asked.filter(url => url.startsWith('/token'));
    expect(tokens).toEqual(
      wants === 'basic'
        ? []
        : ['/token?scope=repository%3Aa%2Fb%3Apull&service=small'],
    );
  });

  it('asks once, and again only after a while', async () => {
    small.putImage('ai/llm', 'v1', CONFIG);
    const registries = open();
    const image = 'harbor.acme.io/ai/llm:v1';
    await Promise.all([registries.read(image), registries.read(image)]);
    await registries.read(image);
    expect(small.asked).toHaveLength(2);
  });

  it('tells what is missing, who is not let in, and who is away', async () => {
    const image = 'harbor.acme.io/ai/llm:v1';
    expect(await open().read(image)).toMatchObject({ outcome: 'missing' });
    small.wants = 'token of a user';
    expect(
      await open({ username: 'ci', password: 'wrong-one' }).read(image),
    ).toEqual({
      outcome: 'missing',
      message: expect.not.stringContaining('wrong-one'),
    });
    small.isBroken = true;
    expect(await open().read(image)).toMatchObject({ outcome: 'unavailable' });
    await small.stop();
    expect(await open().read(image)).toEqual({
      outcome: 'unavailable',
      message: expect.stringMatching(
        /^harbor\.acme\.io cannot be reached \(\w+\)$/,
      ),
    });
  });

  it('asks no registry that nobody configured', async () => {
    const registries = open();
    for (const image of ['vllm/vllm-openai:v1', '127.0.0.1:80/a/b:v1']) {
      expect(await registries.read(image)).toEqual({ outcome: 'none' });
    }
    expect(small.asked).toEqual([]);
  });
});

describe('parseChallenges', () => {
  it.each<[string, object[]]>([
    [
      'Bearer realm="https://a/t?x=1,2",service=small',
      [
        {
          scheme: 'bearer',
          parameters: { realm: 'https://a/t?x=1,2', service: 'small' },
        },
      ],
    ],
    [
      'Basic realm="Nexus, of acme", BEARER realm="https://a/t",scope="repository:a/b:pull"',
      [
        { scheme: 'basic', parameters: { realm: 'Nexus, of acme' } },
        {
          scheme: 'bearer',
          parameters: { realm: 'https://a/t', scope: 'repository:a/b:pull' },
        },
      ],
    ],
    ['Negotiate', [{ scheme: 'negotiate', parameters: {} }]],
    ['', []],
  ])('reads %s', (header, expected) => {
    expect(parseChallenges(header)).toEqual(expected);
  });
});
