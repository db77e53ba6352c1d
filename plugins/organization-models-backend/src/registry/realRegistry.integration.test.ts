import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import {
  type RegistryAuth,
  type RunningServer,
  startRegistry,
} from '@orgmodels/dev-cluster';
import { ConnectProxy } from '../__testUtils__/ConnectProxy';
import { ImageRegistries } from './ImageRegistries';
import { RegistryPusher } from './__testUtils__/RegistryPusher';
import {
  AUTHORIZATION,
  HTPASSWD,
  REGISTRY_USER,
} from './__testUtils__/registryUser';
import { SERVICE, TokenService } from './__testUtils__/TokenService';

jest.setTimeout(60_000);

const CONFIG = {
  architecture: 'amd64',
  os: 'linux',
  config: {
    Env: ['PATH=/usr/bin:/bin', 'CUDA_VERSION=12.8.1', 'VLLM_VERSION=0.11.2'],
    Labels: { 'org.opencontainers.image.version': '24.04' },
    Cmd: ['--model', 'a/b'],
  },
  rootfs: { type: 'layers', diff_ids: [] },
};
const DETAILS = {
  architectures: ['amd64'],
  environment: {
    PATH: '/usr/bin:/bin',
    CUDA_VERSION: '12.8.1',
    VLLM_VERSION: '0.11.2',
  },
  labels: { 'org.opencontainers.image.version': '24.04' },
};
/** As builders make them that push no attestations, which have neither. */
const BARE = { architecture: 'arm64', os: 'linux', config: { Env: null } };

const HOST = 'harbor.acme.io';

function makeCertificate() {
  const names = [
    { type: 2 as const, value: HOST },
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  const { cert, private: key } = generate(
    [{ name: 'commonName', value: HOST }],
    {
      keySize: 2048,
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: names },
      ],
    },
  );
  return { cert, key };
}

/** As a portal does that was started with these variables. */
async function readInProcess(env: Record<string, string>): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...[
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      path.join(__dirname, '__testUtils__/readImage.ts'),
      ...[HOST, `https://${HOST}`, `${HOST}/ai/llm:one`],
    ],
    { env: { PATH: process.env.PATH, ...env } },
  );
  return JSON.parse(stdout);
}

/** What those who may, those with a wrong password and all others are told. */
const AS_EACH = {
  user: { outcome: 'found', details: DETAILS },
  wrong: {
    outcome: 'missing',
    message: `${HOST} lets nobody in by these credentials`,
  },
  nobody: { outcome: 'missing', message: `${HOST} wants credentials` },
};

describe('ImageRegistries and the registry of the distribution project', () => {
  const tokens = new TokenService(AUTHORIZATION);
  const started: RunningServer[] = [];

  async function start(
    auth?: RegistryAuth,
    tls?: ReturnType<typeof makeCertificate>,
  ): Promise<RunningServer> {
    const registry = await startRegistry({ auth, tls });
    started.push(registry);
    return registry;
  }

  beforeAll(() => tokens.start());

  afterAll(async () => {
    await Promise.all(started.map(registry => registry.stop()));
    await tokens.stop();
  });

  /** What is pushed into every registry; the digest is of the index. */
  async function push(url: string, repository: string, authorization?: string) {
    const to = (family: 'oci' | 'docker') =>
      new RegistryPusher({ url, repository, authorization, family });
    const oci = to('oci');
    const platforms = [];
    for (const architecture of ['amd64', 'arm64']) {
      const pushed = await oci.pushImage({ ...CONFIG, architecture });
      const platform = { os: 'linux', architecture };
      platforms.push({ ...pushed, platform });
    }
    const attestation = {
      ...platforms[1],
      platform: { os: 'unknown', architecture: 'unknown' },
    };
    const index = await oci.pushIndex([attestation, ...platforms], 'many');
    await oci.pushImage(CONFIG, 'one');
    await oci.pushImage(BARE, 'bare');
    const docker = to('docker');
    await docker.pushImage(CONFIG, 'docker');
    await docker.pushIndex(
      [
        {
          ...(await docker.pushImage(CONFIG)),
          platform: { os: 'linux', architecture: 'amd64' },
        },
      ],
      'docker-list',
    );
    return index.digest;
  }

  function read(url: string, image: string, credentials = {}) {
    const registries = new ImageRegistries({
      registries: [{ host: HOST, url, ...credentials }],
      timeoutMs: 5_000,
    });
    return registries.read(`${HOST}/${image}`);
  }

  async function readAsEach(url: string, image: string) {
    const wrong = { ...REGISTRY_USER, password: 'another-one' };
    return {
      user: await read(url, image, REGISTRY_USER),
      wrong: await read(url, image, wrong),
      nobody: await read(url, image),
    };
  }

  it('reads every kind of image, by tag and by digest', async () => {
    const { url } = await start();
    const digest = await push(url, 'ai/llm');
    const many = { ...DETAILS, architectures: ['amd64', 'arm64'] };
    const expected = {
      'ai/llm:many': many,
      [`ai/llm@${digest}`]: many,
      [`ai/llm:no-longer-there@${digest}`]: many,
      'ai/llm:one': DETAILS,
      'ai/llm:docker': DETAILS,
      'ai/llm:docker-list': DETAILS,
      'ai/llm:bare': { architectures: ['arm64'], environment: {}, labels: {} },
    };
    for (const [image, details] of Object.entries(expected)) {
      expect([image, await read(url, image)]).toEqual([
        image,
        { outcome: 'found', details },
      ]);
    }
    const nowhere = {
      outcome: 'missing',
      message: `${HOST} has no such image`,
    };
    const unknown = `ai/llm@sha256:${'0'.repeat(64)}`;
    for (const image of ['ai/llm:nope', 'ai/llm', 'no/such:one', unknown]) {
      expect([image, await read(url, image)]).toEqual([image, nowhere]);
    }
  });

  it('says who asks by user and password', async () => {
    const { url } = await start({ by: 'password', htpasswd: HTPASSWD });
    await push(url, 'ai/llm', AUTHORIZATION);
    expect(await readAsEach(url, 'ai/llm:one')).toEqual(AS_EACH);
  });

  it('says who asks by a token, which the registry checks', async () => {
    const { url } = await start({
      by: 'token',
      realm: `${tokens.url}/token`,
      service: SERVICE,
      certificate: tokens.certificate,
    });
    for (const name of ['private/llm', 'public/llm']) {
      const actions = ['pull', 'push'];
      const token = tokens.sign([{ type: 'repository', name, actions }]);
      await push(url, name, `Bearer ${token}`);
    }
    expect(await readAsEach(url, 'private/llm:one')).toEqual(AS_EACH);
    expect(await read(url, 'public/llm:many')).toMatchObject({
      outcome: 'found',
      details: { architectures: ['amd64', 'arm64'] },
    });
  });

  it('is asked over TLS with an authority of its own, through a proxy', async () => {
    const tls = makeCertificate();
    const { url } = await start(undefined, tls);
    const port = Number(new URL(url).port);
    // Of the process that tests, and no other
    setDefaultCACertificates([...getCACertificates(), tls.cert]);
    await push(url, 'ai/llm').finally(() =>
      setDefaultCACertificates(getCACertificates('bundled')),
    );
    const proxy = new ConnectProxy({ [`${HOST}:443`]: port });
    const folder = await mkdtemp(path.join(tmpdir(), 'registry-'));
    const NODE_EXTRA_CA_CERTS = path.join(folder, 'ca.crt');
    await writeFile(NODE_EXTRA_CA_CERTS, tls.cert);
    const HTTPS_PROXY = await proxy.start();
    const behind = { NODE_USE_ENV_PROXY: '1', HTTPS_PROXY };
    const [trusted, untrusted, direct] = await Promise.all(
      [{ ...behind, NODE_EXTRA_CA_CERTS }, behind, { NODE_EXTRA_CA_CERTS }].map(
        readInProcess,
      ),
    );
    await Promise.all([proxy.stop(), rm(folder, { recursive: true })]);
    expect(trusted).toEqual({ outcome: 'found', details: DETAILS });
    expect(untrusted).toEqual({
      outcome: 'unavailable',
      message: expect.stringMatching(
        /cannot be reached \(\w+\): its certificate is not trusted.*NODE_EXTRA_CA_CERTS/,
      ),
    });
    // Nobody but the proxy knows the host
    expect(direct).toMatchObject({ outcome: 'unavailable' });
    expect(new Set(proxy.asked)).toEqual(new Set([`${HOST}:443`]));
  });

  it('remembers what it read when the registry is gone, and nothing else', async () => {
    const registry = await startRegistry();
    const digest = await push(registry.url, 'ai/llm');
    const registries = new ImageRegistries({
      registries: [{ host: HOST, url: registry.url }],
      timeoutMs: 5_000,
    });
    const known = [`${HOST}/ai/llm:one`, `${HOST}/ai/llm@${digest}`];
    for (const image of known) {
      expect(await registries.read(image)).toMatchObject({ outcome: 'found' });
    }
    await registry.stop();
    for (const image of known) {
      expect(await registries.read(image)).toMatchObject({ outcome: 'found' });
    }
    expect(await registries.read(`${HOST}/ai/llm:many`)).toEqual({
      outcome: 'unavailable',
      message: expect.stringMatching(/cannot be reached \(\w+\)$/),
    });
  });
});
