import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { ClusterRequestError } from '../connection/errors';
import { Pauses } from '../watching/Pauses';
import type { WatchSigns } from '../../domain/facts/Freshness';
import type { RawObject } from '../connection/RawObject';
import {
  watchResource,
  type WatchListener,
  type WatchSource,
} from '../watching/watchResource';
import type { Collection } from './Collection';

type Watched = Pick<Collection<unknown>, 'listener' | 'clear'>;
type Hooks = Pick<WatchListener, 'listed' | 'alive' | 'lost' | 'unreadable'>;

type Watch = {
  abort: AbortController;
  listed: boolean;
  /** When it last told something, in ms since 1970. */
  aliveAt?: number;
  lost?: { message: string; since: number; status: number };
  /** That objects cannot be read was told in the log. */
  toldUnreadable?: boolean;
};

/** A watch in good order tells something each minute, be it a bookmark, or is opened anew. */
const SILENT_MS = 120_000;

/** Watches by name, which come and go with the CRDs. */
export class WatchSet {
  readonly #running = new Map<string, Watch>();
  readonly #pauses = new Pauses();

  constructor(
    private readonly connection: ClusterConnection,
    private readonly logger: LoggerService,
    private readonly signal: AbortSignal,
    private readonly onListed: () => void,
  ) {}

  /** Fills several collections from one watch: each object comes once. */
  collect(name: string, source: WatchSource, ...collections: Watched[]) {
    if (!this.#running.has(name)) {
      this.start(name, source, hooks => tellAll(collections, hooks));
    }
  }

  collectWhile(
    served: boolean,
    name: string,
    source: WatchSource,
    collection: Watched,
  ) {
    if (served) {
      this.collect(name, source, collection);
    } else if (this.#running.has(name)) {
      this.#running.get(name)!.abort.abort();
      this.#running.delete(name);
      collection.clear();
    }
  }

  start(
    name: string,
    source: WatchSource,
    toListener: (hooks: Hooks) => WatchListener,
  ) {
    const watch: Watch = { abort: new AbortController(), listed: false };
    this.#running.set(name, watch);
    const listener = toListener({
      listed: () => {
        watch.listed = true;
        this.onListed();
      },
      alive: () => {
        watch.aliveAt = Date.now();
        watch.lost = undefined;
      },
      lost: error => this.#lost(name, watch, error),
      unreadable: (object, error) =>
        this.#unreadable(name, watch, { object, error }),
    });
    const signal = AbortSignal.any([this.signal, watch.abort.signal]);
    const { connection, logger } = this;
    watchResource(connection, source, listener, signal, this.#pauses).catch(
      error =>
        logger.error(`The watch of ${name} on ${connection.name} ended`, error),
    );
  }

  /** The API server is back: watches that wait for their next try make it now. */
  tryNow() {
    this.#pauses.end();
  }

  isComplete(): boolean {
    return [...this.#running.values()].every(({ listed }) => listed);
  }

  /**
   * How far what was watched can be relied on. Of what is not served there is
   * nothing to be told, and nothing missing.
   *
   * @param isOfModels - whether models depend on the watch of that name
   */
  signs(isOfModels: (name: string) => boolean, now = Date.now()): WatchSigns {
    const served = [...this.#running].filter(
      ([, { lost }]) => lost?.status !== 404,
    );
    const alive = served.flatMap(([name, { aliveAt }]) =>
      isOfModels(name) ? aliveAt ?? [] : [],
    );
    return {
      watchedAt: alive.length > 0 ? toText(Math.min(...alive)) : undefined,
      stale: served.flatMap(([watch, state]) => {
        const since = state.aliveAt ?? state.lost?.since ?? now;
        const message = findTrouble(state, now);
        return message
          ? {
              watch,
              since: toText(since),
              message,
              ofModels: isOfModels(watch),
            }
          : [];
      }),
    };
  }

  // What we may not see must not keep us from seeing the rest; of what is not
  // served there is nothing to see
  #lost(name: string, watch: Watch, error: Error) {
    const status = error instanceof ClusterRequestError ? error.status : 0;
    if ([403, 404].includes(status)) {
      watch.listed = true;
      this.onListed();
    }
    const { message } = error;
    if (status !== 404 && watch.lost?.message !== message) {
      this.logger.warn(
        `Cannot watch ${name} on ${this.connection.name}: ${message}`,
      );
    }
    const since = watch.lost?.since ?? Date.now();
    watch.lost = { message, since, status };
  }

  // Once for each watch: there may be thousands of a kind
  #unreadable(
    name: string,
    watch: Watch,
    { object, error }: { object: RawObject; error: Error },
  ) {
    if (!watch.toldUnreadable) {
      const { namespace = '', name: which } = object.metadata;
      this.logger.error(
        `Nothing can be made of ${namespace}/${which} among ${name} on ${this.connection.name}, and maybe of others; they are left out`,
        error,
      );
      watch.toldUnreadable = true;
    }
  }
}

function findTrouble({ lost, aliveAt = 0, listed }: Watch, now: number) {
  return (
    lost?.message ??
    (listed && now - aliveAt > SILENT_MS ? 'nothing is heard of it' : undefined)
  );
}

function toText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function tellAll(collections: Watched[], hooks: Hooks): WatchListener {
  const listeners = collections.map(collection => collection.listener());
  // What one of them cannot read the others may
  const tellEach = (change: 'present' | 'gone') => (object: RawObject) => {
    for (const listener of listeners) {
      try {
        listener[change](object);
      } catch (error) {
        hooks.unreadable(object, error as Error);
      }
    }
  };
  return {
    ...hooks,
    listing: () => listeners.forEach(listener => listener.listing()),
    present: tellEach('present'),
    gone: tellEach('gone'),
    listed() {
      listeners.forEach(listener => listener.listed());
      hooks.listed();
    },
  };
}
