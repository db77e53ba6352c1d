import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ClusterSigns,
  DatabaseClusterFacts,
} from '../../database/facts/DatabaseClusterFacts';
import type { DatabaseModels } from '../../database/models/DatabaseModels';
import type { StoredModel } from '../../domain/facts/StoredModel';

/** How soon a change is told that another backend wrote, in milliseconds. */
const INTERVAL_MS = 1_000;
/** Hints come in bursts, as several writes of one change, in milliseconds. */
const GATHER_MS = 20;

/** A model, and how far what is shown of it can be relied on. */
export type Told = { model: StoredModel; signs: ClusterSigns | undefined };

/** `undefined` when the model is gone. */
type Listener = (told: Told | undefined) => void;

/**
 * Tells who follows models what became of them: one question to the database
 * at a time, for all that are followed, however many follow them. What this
 * process changed is looked at by a hint at once, what others changed within a
 * second.
 */
export class ModelFeed {
  readonly #followers = new Map<string, Set<Listener>>();
  readonly #versions = new Map<string, string>();
  readonly #hinted = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #isSoon = false;
  #looking = false;
  #closed = new AbortController();

  constructor(
    private readonly options: {
      models: DatabaseModels;
      clusterFacts: Pick<DatabaseClusterFacts, 'readSigns'>;
      logger: LoggerService;
    },
  ) {}

  /** Ends with this process; whoever waits has to go then. */
  get signal(): AbortSignal {
    return this.#closed.signal;
  }

  close() {
    this.#closed.abort();
    clearTimeout(this.#timer);
  }

  /**
   * Tells of a model as it is now, and then each time that it changed.
   *
   * @returns what ends it
   */
  follow(id: string, listener: Listener): () => void {
    const listeners = this.#followers.get(id) ?? new Set();
    this.#followers.set(id, listeners.add(listener));
    // Whoever comes later has to be told, too
    this.#versions.delete(id);
    this.hint(id);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#followers.get(id) === listeners) {
        this.#followers.delete(id);
        this.#versions.delete(id);
      }
    };
  }

  /** Something about a model was written just now. */
  hint(id: string) {
    if (this.#followers.has(id)) {
      this.#hinted.add(id);
      this.#lookAfter(GATHER_MS);
    }
  }

  #lookAfter(delayMs: number) {
    const isSoon = delayMs === GATHER_MS;
    if (
      this.signal.aborted ||
      this.#looking ||
      (this.#timer && (this.#isSoon || !isSoon))
    ) {
      return;
    }
    clearTimeout(this.#timer);
    this.#isSoon = isSoon;
    this.#timer = setTimeout(() => this.#look(), delayMs);
  }

  async #look() {
    const ids = this.#isSoon ? [...this.#hinted] : [...this.#followers.keys()];
    this.#hinted.clear();
    this.#timer = undefined;
    this.#looking = true;
    try {
      await this.#tell(ids);
    } catch (error) {
      this.options.logger.debug(`Changes of models cannot be read: ${error}`);
    } finally {
      this.#looking = false;
    }
    if (this.#followers.size > 0) {
      this.#lookAfter(this.#hinted.size > 0 ? GATHER_MS : INTERVAL_MS);
    }
  }

  async #tell(ids: string[]) {
    const { models, clusterFacts } = this.options;
    const versions = await models.readVersions(ids);
    const changed = ids.filter(
      id => versions.get(id) !== this.#versions.get(id) || !versions.has(id),
    );
    if (changed.length === 0) {
      return;
    }
    const [there, signs] = await Promise.all([
      models.readByIds(changed.filter(id => versions.has(id))),
      clusterFacts.readSigns(),
    ]);
    for (const id of changed) {
      const version = versions.get(id);
      const model = there.find(candidate => candidate.id === id);
      // One that went in between is told of as gone the next time
      if (version !== undefined && model) {
        this.#versions.set(id, version);
      }
      if (model || version === undefined) {
        const told = model && { model, signs: signs.get(model.cluster) };
        this.#followers.get(id)?.forEach(listener => listener(told));
      }
    }
  }
}

/**
 * The states of a model, the newest each time; what comes faster than it is
 * read is left out. Ends with `undefined` when the model is gone.
 */
export async function* followModel(
  feed: ModelFeed,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<Told | undefined> {
  let newest: { told: Told | undefined } | undefined;
  let wake = () => {};
  const unfollow = feed.follow(id, told => {
    newest = { told };
    wake();
  });
  const untilWoken = () =>
    new Promise<void>(resolve => {
      wake = resolve;
    });
  const ended = AbortSignal.any([signal, feed.signal]);
  const onEnd = () => wake();
  ended.addEventListener('abort', onEnd);
  try {
    while (!ended.aborted) {
      if (newest) {
        const { told } = newest;
        newest = undefined;
        yield told;
        if (!told) {
          return;
        }
      } else {
        await untilWoken();
      }
    }
  } finally {
    ended.removeEventListener('abort', onEnd);
    unfollow();
  }
}
