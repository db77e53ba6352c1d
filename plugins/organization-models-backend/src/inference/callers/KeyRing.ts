import { KEY_SECRET } from '@orgmodels/backstage-plugin-organization-models-common';
import { LRUCache } from 'lru-cache';
import type { StoredKey } from '../../database/DatabaseKeys';
import { hashSecret } from '../../services/keys/hashSecret';
import { OpenAiError } from '../errors/OpenAiError';

/**
 * How long a key is known without asking again, in milliseconds: as long may
 * one that was revoked in another backend go on working in this one.
 */
const REMEMBERED_MS = 2_000;
const MOST_REMEMBERED = 10_000;

export interface KeyStore {
  findBySecretHash(secretHash: string): Promise<StoredKey | undefined>;
}

/** Finds keys by their secrets. */
export class KeyRing {
  readonly #known: LRUCache<string, { key: StoredKey | undefined }>;

  constructor(store: KeyStore, private readonly options: { now(): number }) {
    this.#known = new LRUCache({
      max: MOST_REMEMBERED,
      ttl: REMEMBERED_MS,
      fetchMethod: async hash => ({ key: await store.findBySecretHash(hash) }),
    });
  }

  /** @throws 401 for what is no key, was revoked, or has expired */
  async find(secret: string): Promise<StoredKey> {
    const known = KEY_SECRET.test(secret)
      ? await this.#known.fetch(hashSecret(secret))
      : undefined;
    const { key } = known ?? {};
    if (!key) {
      throw refuse('The key is not known, or was revoked');
    }
    if (key.expiresAt && Date.parse(key.expiresAt) <= this.options.now()) {
      throw refuse('The key has expired');
    }
    return key;
  }

  /** Forgets a key that was just revoked here. */
  forget(id: string): void {
    for (const [hash, { key }] of this.#known.entries()) {
      if (key?.id === id) {
        this.#known.delete(hash);
      }
    }
  }
}

function refuse(message: string): OpenAiError {
  return new OpenAiError(401, { code: 'invalid_api_key', message });
}
