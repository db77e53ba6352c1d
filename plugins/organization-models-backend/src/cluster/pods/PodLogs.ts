import type { ClusterConnection } from '../connection/ClusterConnection';
import {
  ClusterRefusalError,
  ClusterRequestError,
  ClusterUnreachableError,
} from '../connection/errors';
import type { RawObject } from '../connection/RawObject';

/** Until the API server begins to answer, in milliseconds. */
const OPEN_TIMEOUT_MS = 15_000;

type Place = {
  cluster: string;
  namespace: string;
  pod: string;
  container: string;
};

type Opened =
  | { outcome: 'opened'; chunks: AsyncIterable<Uint8Array> }
  | { outcome: 'notStarted' | 'noPrevious' | 'gone' };

/** Implements what services need of clusters to show logs. */
export class PodLogs {
  constructor(
    private readonly clusters: {
      name: string;
      connection: ClusterConnection;
    }[],
  ) {}

  async open(
    place: Place,
    options: {
      tailLines?: number;
      since?: string;
      previous?: boolean;
      follow?: boolean;
    },
    signal: AbortSignal,
  ): Promise<Opened> {
    const { namespace, pod, container } = place;
    const { follow, previous, since, tailLines } = options;
    const opening = new AbortController();
    const timer = setTimeout(() => opening.abort(), OPEN_TIMEOUT_MS);
    const connection = this.#connectionOf(place);
    try {
      const { body } = await connection.open({
        path: `/api/v1/namespaces/${namespace}/pods/${pod}/log`,
        query: {
          container,
          timestamps: 'true',
          follow: follow ? 'true' : undefined,
          previous: previous ? 'true' : undefined,
          sinceTime: since,
          tailLines: tailLines?.toString(),
        },
        accept: '*/*',
        timeoutMs: 0,
        signal: AbortSignal.any([signal, opening.signal]),
      });
      const chunks = orUnreachable(body, connection.name);
      return { outcome: 'opened', chunks };
    } catch (error) {
      return { outcome: toOutcome(error, { connection, previous, signal }) };
    } finally {
      clearTimeout(timer);
    }
  }

  async countRestarts(
    place: Place,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { namespace, pod, container } = place;
    // A list, since that is what the portal's role lets it do with pods
    const { items } = await this.#connectionOf(place)
      .request<{ items: RawObject[] }>({
        path: `/api/v1/namespaces/${namespace}/pods`,
        query: { fieldSelector: `metadata.name=${pod}` },
        signal,
      })
      .catch(error => {
        throw isMissingRight(error) ? new ClusterRefusalError(error) : error;
      });
    if (items.length === 0) {
      return undefined;
    }
    const { containerStatuses = [], initContainerStatuses = [] } =
      items[0].status ?? {};
    const status = [...containerStatuses, ...initContainerStatuses].find(
      ({ name }) => name === container,
    );
    return status?.restartCount ?? 0;
  }

  #connectionOf({ cluster }: Place): ClusterConnection {
    const found = this.clusters.find(({ name }) => name === cluster);
    if (!found) {
      throw new ClusterUnreachableError(
        cluster,
        'it is not configured any more',
      );
    }
    return found.connection;
  }
}

/** Of what breaks off on its way it is said where from. */
async function* orUnreachable(
  chunks: AsyncIterable<Uint8Array>,
  cluster: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw new ClusterUnreachableError(cluster, error);
  }
}

function isMissingRight(error: unknown): error is ClusterRequestError {
  return error instanceof ClusterRequestError && error.lacksRight;
}

function toOutcome(
  error: unknown,
  context: {
    connection: ClusterConnection;
    previous: boolean | undefined;
    signal: AbortSignal;
  },
): Exclude<Opened['outcome'], 'opened'> {
  const { name } = context.connection;
  context.signal.throwIfAborted();
  if (!(error instanceof ClusterRequestError)) {
    throw error instanceof ClusterUnreachableError
      ? error
      : new ClusterUnreachableError(name, 'it did not answer in time');
  }
  const { message, status } = error;
  if (status === 404) {
    return 'gone';
  }
  // Of a pod without a node, of a container that waits, of one not known yet
  if (status === 400) {
    return context.previous ? 'noPrevious' : 'notStarted';
  }
  if (isMissingRight(error)) {
    throw new ClusterRefusalError(error);
  }
  // A kubelet that cannot be reached is passed on as an error of the server
  throw new ClusterUnreachableError(name, message);
}
