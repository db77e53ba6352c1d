import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterConnection } from '../ClusterConnection';
import { ClusterRequestError } from '../errors';
import {
  watchResource,
  type WatchListener,
  type WatchSource,
} from '../watchResource';
import type { Collection } from './Collection';

type Watched = Pick<Collection<unknown>, 'listener' | 'clear'>;
type Hooks = Pick<WatchListener, 'listed' | 'lost'>;

/** Watches by name, which come and go with the CRDs. */
export class WatchSet {
  readonly #running = new Map<
    string,
    { abort: AbortController; listed: boolean; lost?: string }
  >();

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
    const watch = {
      abort: new AbortController(),
      listed: false,
      lost: undefined as string | undefined,
    };
    this.#running.set(name, watch);
    const listener = toListener({
      listed: () => {
        watch.listed = true;
        watch.lost = undefined;
        this.onListed();
      },
      lost: error => this.#lost(name, watch, error),
    });
    const signal = AbortSignal.any([this.signal, watch.abort.signal]);
    watchResource(this.connection, source, listener, signal).catch(error =>
      this.logger.error(
        `The watch of ${name} on ${this.connection.name} ended`,
        error,
      ),
    );
  }

  isComplete(): boolean {
    return [...this.#running.values()].every(({ listed }) => listed);
  }

  // What we may not see must not keep us from seeing the rest; of what is not
  // served there is nothing to see
  #lost(name: string, watch: { listed: boolean; lost?: string }, error: Error) {
    const status = error instanceof ClusterRequestError ? error.status : 0;
    if ([403, 404].includes(status)) {
      watch.listed = true;
      this.onListed();
    }
    if (status !== 404 && watch.lost !== error.message) {
      watch.lost = error.message;
      this.logger.warn(
        `Cannot watch ${name} on ${this.connection.name}: ${error.message}`,
      );
    }
  }
}

function tellAll(collections: Watched[], hooks: Hooks): WatchListener {
  const listeners = collections.map(collection => collection.listener());
  return {
    listing: () => listeners.forEach(listener => listener.listing()),
    present: object => listeners.forEach(listener => listener.present(object)),
    gone: object => listeners.forEach(listener => listener.gone(object)),
    listed() {
      listeners.forEach(listener => listener.listed());
      hooks.listed();
    },
    lost: error => hooks.lost(error),
  };
}
