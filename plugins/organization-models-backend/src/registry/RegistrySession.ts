import { authorize, notLetIn } from './authorize';
import type { ConfiguredRegistry } from './Registry';
import { RegistryError } from './RegistryError';

const MEBIBYTE = 2 ** 20;
/** Manifests and configs are small; layers are never read. */
const MAX_BYTES = 4 * MEBIBYTE;

/** The requests of one question, which one authorization serves. */
export class RegistrySession {
  #authorization?: string;

  constructor(
    private readonly options: {
      registry: ConfiguredRegistry;
      /** Below the registry's host. */
      path: string;
      signal: AbortSignal;
    },
  ) {}

  /** @throws `RegistryError` */
  async readJson(part: string, accept: string[] = []): Promise<unknown> {
    const { registry, path, signal } = this.options;
    const base = registry.url.replace(/\/+$/, '');
    const url = `${base}/v2/${path}/${part}`;
    const first = await this.#get(url, accept);
    const challenge = first.headers.get('www-authenticate');
    if (first.status !== 401 || !challenge || this.#authorization) {
      return this.#parse(first);
    }
    await first.body?.cancel();
    this.#authorization = await authorize(challenge, {
      registry,
      scope: `repository:${path}:pull`,
      signal,
    });
    return this.#parse(await this.#get(url, accept));
  }

  // fetch takes the header away where a registry sends on to another host,
  // which it does for blobs
  async #get(url: string, accept: string[]): Promise<Response> {
    return fetch(url, {
      signal: this.options.signal,
      headers: {
        ...(accept.length > 0 && { accept: accept.join(', ') }),
        ...(this.#authorization && { authorization: this.#authorization }),
      },
    });
  }

  async #parse(response: Response): Promise<unknown> {
    const { registry } = this.options;
    const { host } = registry;
    if (!response.ok) {
      await response.body?.cancel();
      throw refusalOf(response.status, registry);
    }
    const text = await readText(response, host);
    try {
      return JSON.parse(text);
    } catch {
      throw new RegistryError(
        'unavailable',
        `${host} answered something else than JSON`,
      );
    }
  }
}

function refusalOf(status: number, registry: ConfiguredRegistry) {
  const { host } = registry;
  switch (status) {
    case 401:
    case 403:
      return new RegistryError('missing', notLetIn(registry));
    case 404:
      return new RegistryError('missing', `${host} has no such image`);
    default:
      return new RegistryError('unavailable', `${host} answered ${status}`);
  }
}

async function readText(response: Response, host: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) {
      throw new RegistryError('unavailable', `${host} answered too much`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
