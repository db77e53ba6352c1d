import { Backoff } from './Backoff';
import type {
  ClusterConnection,
  ClusterResponse,
} from '../connection/ClusterConnection';
import {
  ClusterRequestError,
  type KubernetesStatus,
} from '../connection/errors';
import { METADATA_LIST_ONLY, METADATA_ONLY } from '../connection/metadataOnly';
import { Pauses } from './Pauses';
import type { RawObject } from '../connection/RawObject';

/** Objects per page of a list: bounds what is held in memory at once. */
const PAGE_SIZE = 100;
/** What went on for longer has worked, in milliseconds. */
const WORKED_MS = 10_000;
/**
 * Longer than the minute after which the API server sends a bookmark. Events are
 * in no watch cache, and have none: where nothing happens, their watch is opened
 * anew each time.
 */
const IDLE_TIMEOUT_MS = 90_000;

export type WatchSource = {
  /** For instance `/api/v1/pods`. */
  path: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** Leaves out spec and status, for instance of Secrets. */
  metadataOnly?: boolean;
};

/** Told what is and what changes; must be quick. */
export type WatchListener = {
  /** A list begins: what is not told until `listed` is gone. */
  listing(): void;
  present(object: RawObject): void;
  gone(object: RawObject): void;
  /** The list is complete; changes follow. */
  listed(): void;
  /** Something came, or the watch was opened: what was told until now is all there was to tell. */
  alive(): void;
  /** The API server does not answer or refuses; it is tried again. */
  lost(error: Error): void;
  /** Of this object nothing could be made; the others are told all the same. */
  unreadable(object: RawObject, error: Error): void;
};

/**
 * Keeps a listener up to date with a resource until the signal aborts: list in
 * pages, then watch; list anew when the API server has forgotten our place
 * (410 Gone) or says what is no change, carry on from it when only the
 * connection broke.
 */
export async function watchResource(
  connection: ClusterConnection,
  source: WatchSource,
  listener: WatchListener,
  signal: AbortSignal,
  pauses = new Pauses(),
): Promise<void> {
  const place: Place = {};
  const backoff = new Backoff();
  while (!signal.aborted) {
    const begun = performance.now();
    const end = await listAndFollow(
      connection,
      source,
      listener,
      place,
      signal,
    );
    if (signal.aborted) {
      return;
    }
    const error = end instanceof Error ? end : undefined;
    if (error) {
      listener.lost(error);
    }
    // Who forgets our place each time would else be asked for lists for ever
    if (end === 'ended' || performance.now() - begun > WORKED_MS) {
      backoff.reset();
    }
    const { pauseMs, isAsked } = backoff.next(error);
    // Who asked for a pause gets all of it
    await (isAsked ? new Pauses() : pauses).wait(pauseMs, signal);
  }
}

/** How far we have seen the changes; nothing: a list is needed. */
type Place = { resourceVersion?: string };

/** How a list and the watch after it came to their end. */
type End = 'ended' | 'expired' | Error;

async function listAndFollow(
  connection: ClusterConnection,
  source: WatchSource,
  listener: WatchListener,
  place: Place,
  signal: AbortSignal,
): Promise<End> {
  try {
    place.resourceVersion ??= await list(connection, source, listener, signal);
    await follow(connection, source, listener, place, signal);
    return 'ended';
  } catch (error) {
    if (!isExpired(error)) {
      return error as Error;
    }
    place.resourceVersion = undefined;
    return 'expired';
  }
}

function isExpired(error: unknown): boolean {
  return error instanceof ClusterRequestError && error.status === 410;
}

async function list(
  connection: ClusterConnection,
  source: WatchSource,
  listener: WatchListener,
  signal: AbortSignal,
): Promise<string> {
  listener.listing();
  let cursor: string | undefined;
  let resourceVersion = '';
  do {
    const { items, rest } = await connection.requestList<
      RawObject,
      { metadata: { resourceVersion: string; continue?: string } }
    >({
      path: source.path,
      query: {
        ...selectors(source),
        limit: String(PAGE_SIZE),
        continue: cursor,
      },
      accept: source.metadataOnly ? METADATA_LIST_ONLY : undefined,
      signal,
    });
    for (const item of items) {
      tell(listener, 'present', item);
    }
    resourceVersion = rest.metadata.resourceVersion;
    cursor = rest.metadata.continue || undefined;
  } while (cursor);
  listener.listed();
  listener.alive();
  return resourceVersion;
}

type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; object: RawObject }
  | { type: 'ERROR'; object: KubernetesStatus };

async function follow(
  connection: ClusterConnection,
  source: WatchSource,
  listener: WatchListener,
  place: Place,
  signal: AbortSignal,
): Promise<void> {
  const from = place.resourceVersion!;
  const lines = watchLines(connection, source, from, {
    onOpen: () => listener.alive(),
    signal,
  });
  for await (const line of lines) {
    const event = parseEvent(line);
    if (event.type === 'ERROR') {
      // From the same place the same would come again
      place.resourceVersion = undefined;
      throw ClusterRequestError.fromStatus(connection.name, event.object);
    }
    place.resourceVersion = event.object.metadata.resourceVersion;
    if (event.type !== 'BOOKMARK') {
      tell(
        listener,
        event.type === 'DELETED' ? 'gone' : 'present',
        event.object,
      );
    }
    listener.alive();
  }
}

function parseEvent(line: string): WatchEvent {
  try {
    return JSON.parse(line);
  } catch (error) {
    const message = `What it says of a change cannot be read: ${error}`;
    return { type: 'ERROR', object: { message } };
  }
}

// One object that is unlike all others must not hide them
function tell(
  listener: WatchListener,
  change: 'present' | 'gone',
  object: RawObject,
) {
  try {
    listener[change](object);
  } catch (error) {
    listener.unreadable(object, error as Error);
  }
}

// client-node's Watch cannot ask for metadata only, swallows what its callback
// throws, and gives up after 30 idle seconds though bookmarks come each minute
async function* watchLines(
  connection: ClusterConnection,
  source: WatchSource,
  resourceVersion: string,
  { onOpen, signal }: { onOpen(): void; signal: AbortSignal },
): AsyncGenerator<string> {
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(), IDLE_TIMEOUT_MS);
  try {
    const response = await connection.open({
      path: source.path,
      query: {
        ...selectors(source),
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion,
      },
      accept: source.metadataOnly ? METADATA_ONLY : undefined,
      timeoutMs: 0,
      signal: AbortSignal.any([signal, idle.signal]),
    });
    onOpen();
    yield* readLines(response, () => timer.refresh());
  } catch (error) {
    if (!idle.signal.aborted) {
      throw error;
    }
  } finally {
    clearTimeout(timer);
  }
}

// Node's readline leaves errors of its input to nobody, which ends the process
async function* readLines(
  { body }: ClusterResponse,
  onData: () => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    onData();
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    yield* lines.filter(line => line.trim() !== '');
  }
}

function selectors({ labelSelector, fieldSelector }: WatchSource) {
  return { labelSelector, fieldSelector };
}
