import type { ClusterConnection } from '../connection/ClusterConnection';
import { ClusterUnreachableError } from '../connection/errors';

/** Of the beginning of a log, which tells how a start went, in bytes. */
const BEGINNING_BYTES = 200_000;
/** Lines kept of a container that ended. */
const TAIL_LINES = 400;
/** More is never read of it, in bytes; the end of it counts. */
const MOST_BYTES = 1_000_000;
/** In milliseconds. */
const TIMEOUT_MS = 10_000;

/**
 * The last lines of a container's log, or its first ones, each with its time.
 *
 * @param place - `previous`: of its run before this one; `part`: by default the
 * end
 * @returns `undefined` where the node has it no more
 * @throws `ClusterRequestError`, `ClusterUnreachableError`
 */
export async function readPodLog(
  connection: ClusterConnection,
  place: {
    namespace: string;
    pod: string;
    container: string;
    previous: boolean;
    part?: 'beginning';
  },
  signal?: AbortSignal,
): Promise<string[] | undefined> {
  const { body } = await connection.open({
    path: `/api/v1/namespaces/${place.namespace}/pods/${place.pod}/log`,
    query: {
      container: place.container,
      previous: place.previous ? 'true' : undefined,
      ...(place.part === 'beginning'
        ? { timestamps: 'true', limitBytes: String(BEGINNING_BYTES) }
        : { tailLines: String(TAIL_LINES), limitBytes: String(MOST_BYTES) }),
    },
    accept: '*/*',
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  const text = await body.text().catch(error => {
    throw new ClusterUnreachableError(connection.name, error);
  });
  // the kubelet answers 200 with these words in place of a log
  return /^unable to retrieve container logs for \S+\s*$/.test(text)
    ? undefined
    : text.trimEnd().split('\n');
}
