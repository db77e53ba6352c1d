import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterConnection } from '../ClusterConnection';
import { ClusterRequestError } from '../errors';
import {
  watchResource,
  type WatchListener,
  type WatchSource,
} from '../watchResource';
import type { Collection } from './Collection';

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

  collect<T>(name: string, source: WatchSource, collection: Collection<T>) {
    if (!this.#running.has(name)) {
      this.start(name, source, hooks => collection.listener(hooks));
    }
  }

  collectWhile<T>(
    served: boolean,
    name: string,
    source: WatchSource,
    collection: Collection<T>,
  ) {
    if (served) {
      this.collect(name, source, collection);
    } else if (this.#running.has(name)) {
      this.#running.get(name)!.abort.abort();
      this.#running.delete(name);
      const emptied = collection.listener({ listed() {}, lost() {} });
      emptied.listing();
      emptied.listed();
    }
  }

  start(
    name: string,
    source: WatchSource,
    toListener: (hooks: {
      listed(): void;
      lost(error: Error): void;
    }) => WatchListener,
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

  // What we may not see must not keep us from seeing the rest
  #lost(name: string, watch: { listed: boolean; lost?: string }, error: Error) {
    if (
      error instanceof ClusterRequestError &&
      [403, 404].includes(error.status)
    ) {
      watch.listed = true;
      this.onListed();
    }
    if (watch.lost !== error.message) {
      watch.lost = error.message;
      this.logger.warn(
        `Cannot watch ${name} on ${this.connection.name}: ${error.message}`,
      );
    }
  }
}
