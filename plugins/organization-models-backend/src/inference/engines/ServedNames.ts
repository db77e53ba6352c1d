import { findServedModelNames } from '@orgmodels/backstage-plugin-organization-models-common';
import { LRUCache } from 'lru-cache';
import type { StoredModel } from '../../domain/facts/StoredModel';
import type { EngineGateway, EnginePod } from './EngineGateway';

const MOST_REMEMBERED = 10_000;
const TIMEOUT_MS = 5_000;

/**
 * Under which name an engine serves a model: the model's own, unless a command
 * of somebody's own says nothing of it. Then the engine itself is asked, once
 * for each pod.
 */
export class ServedNames {
  readonly #told = new LRUCache<string, string>({ max: MOST_REMEMBERED });

  constructor(private readonly engines: EngineGateway) {}

  async find(
    { name, resolved }: Pick<StoredModel, 'name' | 'resolved'>,
    pod: EnginePod,
  ): Promise<string> {
    const { command = [], args = [] } = resolved;
    const words = [...command, ...args];
    const named = findServedModelNames(words);
    if (words.length === 0 || named.includes(name)) {
      return name;
    }
    const told = this.#told.get(pod.uid) ?? (await this.#ask(pod));
    // An engine that could not tell it now may later
    if (told !== undefined) {
      this.#told.set(pod.uid, told);
    }
    return told ?? name;
  }

  async #ask(pod: EnginePod): Promise<string | undefined> {
    const { statusCode, body } = await this.engines.request(pod, {
      method: 'GET',
      path: '/v1/models',
      firstByteTimeoutMs: TIMEOUT_MS,
      silenceTimeoutMs: TIMEOUT_MS,
    });
    const text = await body.text();
    return statusCode === 200 ? readFirstId(text) : undefined;
  }
}

function readFirstId(text: string): string | undefined {
  try {
    const id = JSON.parse(text)?.data?.[0]?.id;
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
