import { createSign, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

type Access = { type: string; name: string; actions: string[] };

/** What a registry and its tokens know the service by. */
export const SERVICE = 'registry.acme.io';

/**
 * Gives tokens that a registry takes: to a user for everything, to everybody for
 * what is below `public/`. As those of the large registries do, it lets anybody
 * in whom it knows, and leaves it to the registry to refuse.
 */
export class TokenService {
  readonly #signing = generate([{ name: 'commonName', value: SERVICE }], {
    keySize: 2048,
    algorithm: 'sha256',
  });
  readonly #server: Server;

  /** @param user - as in a header that says who asks */
  constructor(private readonly user: string) {
    this.#server = createServer((request, response) => {
      const { authorization } = request.headers;
      const { searchParams } = new URL(request.url ?? '', this.url);
      if (authorization && authorization !== this.user) {
        response.writeHead(401).end('{}');
        return;
      }
      const asked = searchParams.getAll('scope').map(readScope);
      const token = this.sign(
        asked.filter(
          ({ name }) => authorization !== undefined || /^public\//.test(name),
        ),
      );
      response.end(JSON.stringify({ token }));
    });
  }

  get certificate(): string {
    return this.#signing.cert;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  sign(access: Access[]): string {
    const now = Math.floor(Date.now() / 1000);
    const certificate = this.certificate.replace(/-----[^-]+-----|\s/g, '');
    const header = { typ: 'JWT', alg: 'RS256', x5c: [certificate] };
    const claims = {
      ...{ iss: SERVICE, sub: 'ci', aud: SERVICE, jti: randomUUID() },
      ...{ iat: now, nbf: now - 10, exp: now + 300, access },
    };
    const signed = [header, claims].map(encode).join('.');
    const signature = createSign('SHA256')
      .update(signed)
      .sign(this.#signing.private);
    return `${signed}.${signature.toString('base64url')}`;
  }

  async start(): Promise<void> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }
}

function readScope(scope: string): Access {
  const [type, name, actions = ''] = scope.split(':');
  return { type, name, actions: actions.split(',') };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
