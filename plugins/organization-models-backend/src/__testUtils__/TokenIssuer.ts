import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

type Claims = Record<string, unknown>;

/** Signs tokens, and serves the key to check them by, as identity providers do. */
export class TokenIssuer {
  private constructor(
    private readonly server: Server,
    private readonly privateKey: KeyObject,
    readonly jwks: object,
  ) {}

  static async start(): Promise<TokenIssuer> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
    });
    const key = publicKey.export({ format: 'jwk' });
    const jwks = { keys: [{ ...key, kid: 'test', alg: 'ES256', use: 'sig' }] };
    const server = createServer((_req, res) => {
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify(jwks));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TokenIssuer(server, privateKey, jwks);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  sign(claims: Claims, type = 'JWT'): string {
    const now = Math.floor(Date.now() / 1000);
    const header = { typ: type, alg: 'ES256', kid: 'test' };
    const payload = { iat: now, exp: now + 3600, ...claims };
    const signed = [header, payload].map(encode).join('.');
    const signature = createSign('SHA256')
      .update(signed)
      .sign({ key: this.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
