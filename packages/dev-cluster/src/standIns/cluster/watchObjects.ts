import { setTimeout as delay } from 'node:timers/promises';
import {
  KubernetesListObject,
  KubernetesObject,
  makeInformer,
} from '@kubernetes/client-node';
import { StandInCluster } from './StandInCluster';

/** A kind of object, with the plural that its path has. */
export interface WatchedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
}

/** What to do with each object; only one call at a time and in the order of the events. */
export interface WatchHandlers<T> {
  added?(object: T): Promise<unknown> | void;
  changed?(object: T): Promise<unknown> | void;
  removed?(object: T): Promise<unknown> | void;
}

/** All objects of the kind that the watch has told of. */
export interface WatchedObjects<T> {
  list(): readonly T[];
}

/** Before a watch that ended with an error begins again, in milliseconds. */
const PAUSE = 1_000;

/**
 * Watches one kind in all namespaces until the cluster's signal aborts, also across restarts of the API server.
 * Resolves when the objects that are there have been listed.
 */
export async function watchObjects<T extends KubernetesObject>(
  cluster: StandInCluster,
  watched: WatchedKind,
  handlers: WatchHandlers<T> = {},
): Promise<WatchedObjects<T>> {
  const { apiVersion, kind, plural } = watched;
  const { config, objects, onError, signal } = cluster;
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const informer = makeInformer<T>(
    config,
    `${root}/${plural}`,
    () => objects.list(apiVersion, kind) as Promise<KubernetesListObject<T>>,
  );
  const enqueue = oneAtATime(cluster, kind);
  informer.on('add', object => enqueue(() => handlers.added?.(object)));
  informer.on('update', object => enqueue(() => handlers.changed?.(object)));
  informer.on('delete', object => enqueue(() => handlers.removed?.(object)));
  informer.on('error', error => {
    restart().catch(cause => onError(`watching ${kind}`, cause));
    if (!signal.aborted && !isInterruption(error)) {
      onError(`watching ${kind}`, error);
    }
  });
  async function restart() {
    await delay(PAUSE, undefined, { signal, ref: false }).catch(ignoreAbort);
    if (!signal.aborted) {
      await informer.start();
    }
  }
  signal.addEventListener('abort', () => informer.stop(), { once: true });
  await informer.start();
  return { list: () => informer.list() };
}

function oneAtATime({ onError, signal }: StandInCluster, kind: string) {
  let last: Promise<unknown> = Promise.resolve();
  return (work: () => Promise<unknown> | void) => {
    last = last
      .then(() => (signal.aborted ? undefined : work()))
      .catch(error => {
        if (!signal.aborted) {
          onError(`acting on a ${kind}`, error);
        }
      });
  };
}

/** An API server that stops or restarts is nothing to tell of: the watch comes back with it. */
function isInterruption(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: string; cause?: unknown };
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'EPIPE'].some(
      known => known === code,
    ) ||
    (cause !== undefined && isInterruption(cause))
  );
}

function ignoreAbort(error: unknown) {
  if ((error as Error)?.name !== 'AbortError') {
    throw error;
  }
}
