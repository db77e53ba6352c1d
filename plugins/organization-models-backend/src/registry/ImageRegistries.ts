import { LRUCache } from 'lru-cache';
import { parseImageReference } from '../domain/engines/imageReference';
import { readDetails } from './readDetails';
import type { ConfiguredRegistry, RegistryAnswer } from './Registry';
import { RegistryError } from './RegistryError';
import { RegistrySession } from './RegistrySession';

const REMEMBERED = 500;
const MINUTE = 60_000;
/** A digest never means anything else. */
const KEEP_DIGEST = 24 * 60 * MINUTE;
const KEEP_TAG = 15 * MINUTE;
/** Whoever is away is not asked again for a while. */
const KEEP_FAILURE = MINUTE;

/**
 * Asks registries what images are. Only those that are configured are asked: no
 * address that a user names is.
 *
 * @remarks The global fetch honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY when
 * Node.js runs with NODE_USE_ENV_PROXY=1, as Backstage documents it.
 */
export class ImageRegistries {
  readonly #known = new LRUCache<string, Promise<RegistryAnswer>>({
    max: REMEMBERED,
  });

  constructor(
    private readonly options: {
      registries: ConfiguredRegistry[];
      timeoutMs: number;
    },
  ) {}

  /** Never fails: what cannot be known is part of the answer. */
  async read(image: string): Promise<RegistryAnswer> {
    const { repository, tag = 'latest', digest } = parseImageReference(image);
    const [host, ...path] = repository.split('/');
    const registry = this.options.registries.find(each => each.host === host);
    if (!registry) {
      return { outcome: 'none' };
    }
    const reference = digest ?? tag;
    const key = `${repository}@${reference}`;
    const known = this.#known.get(key);
    if (known) {
      return known;
    }
    const asking = this.#ask(registry, { path: path.join('/'), reference });
    this.#known.set(key, asking, { ttl: KEEP_FAILURE });
    const answer = await asking;
    if (answer.outcome === 'found') {
      const ttl = digest ? KEEP_DIGEST : KEEP_TAG;
      this.#known.set(key, asking, { ttl });
    }
    return answer;
  }

  async #ask(
    registry: ConfiguredRegistry,
    { path, reference }: { path: string; reference: string },
  ): Promise<RegistryAnswer> {
    const signal = AbortSignal.timeout(this.options.timeoutMs);
    const session = new RegistrySession({ registry, path, signal });
    try {
      const details = await readDetails(session, reference);
      return { outcome: 'found', details };
    } catch (error) {
      // words of other errors might hold what was sent, their codes do not
      return error instanceof RegistryError
        ? { outcome: error.outcome, message: error.message }
        : {
            outcome: 'unavailable',
            message: signal.aborted
              ? `${registry.host} did not answer in time`
              : sayUnreachable(registry, error),
          };
    }
  }
}

/** Codes of certificates that nobody vouches for, or that are another host's. */
const UNTRUSTED = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|ERR_TLS_CERT_)/;

function sayUnreachable({ host }: ConfiguredRegistry, error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as { code?: string };
  const unreachable = `${host} cannot be reached (${code ?? 'no connection'})`;
  return code && UNTRUSTED.test(code)
    ? `${unreachable}: its certificate is not trusted. Of authorities beside the public ones, NODE_EXTRA_CA_CERTS names a file`
    : unreachable;
}
