import type { LoggerService } from '@backstage/backend-plugin-api';
import { OpenAiError } from '../errors/OpenAiError';

/** How often it is asked which of the keys at work were revoked, in milliseconds. */
const LOOK_MS = 2_000;

export interface RevocationStore {
  /** Of some keys, those that were not revoked. */
  readKept(ids: string[]): Promise<string[]>;
}

/**
 * Ends the requests of keys that are revoked meanwhile, here or in another
 * backend. A key that expires is no such: what it began in time is let end.
 */
export class RevocationWatch {
  readonly #atWork = new Map<string, Set<AbortController>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: RevocationStore,
    private readonly options: { logger: LoggerService },
  ) {}

  /** @returns what aborts with the refusal; `leave` is called at the end */
  follow(keyId: string): { signal: AbortSignal; leave(): void } {
    const requests = this.#atWork.get(keyId) ?? new Set<AbortController>();
    const request = new AbortController();
    this.#atWork.set(keyId, requests.add(request));
    this.#schedule();
    return {
      signal: request.signal,
      leave: () => {
        requests.delete(request);
        if (requests.size === 0 && this.#atWork.get(keyId) === requests) {
          this.#atWork.delete(keyId);
        }
      },
    };
  }

  /** A key was revoked. */
  end(keyId: string): void {
    const requests = this.#atWork.get(keyId) ?? [];
    this.#atWork.delete(keyId);
    for (const request of requests) {
      request.abort(revoked());
    }
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.#look(), LOOK_MS).unref();
  }

  async #look(): Promise<void> {
    const ids = [...this.#atWork.keys()];
    try {
      const kept = new Set(
        ids.length > 0 ? await this.store.readKept(ids) : [],
      );
      ids.filter(id => !kept.has(id)).forEach(id => this.end(id));
    } catch (error) {
      this.options.logger.warn(
        `Which keys were revoked could not be read, and is asked again: ${error}`,
      );
    }
    this.#timer = undefined;
    if (this.#atWork.size > 0) {
      this.#schedule();
    }
  }
}

function revoked(): OpenAiError {
  return new OpenAiError(401, {
    code: 'invalid_api_key',
    message: 'The key was revoked',
  });
}
