/** One container of a cluster. */
export type ContainerPlace = {
  cluster: string;
  namespace: string;
  pod: string;
  container: string;
};

export type ReadOptions = {
  /** Of the end, so many lines. */
  tailLines?: number;
  /** RFC 3339; a cluster takes it by the second. */
  since?: string;
  /** Of the run before the present one. */
  previous?: boolean;
  /** Goes on with what is written from now on. */
  follow?: boolean;
};

/** Lines begin with their time; a slow reader slows the source. */
export type OpenedLog =
  | { outcome: 'opened'; chunks: AsyncIterable<Uint8Array> }
  | { outcome: 'notStarted' | 'noPrevious' | 'gone' };

/**
 * What services need of clusters to show logs.
 *
 * @remarks An error with the code of {@link REFUSED} tells that the cluster
 * answered, and does not let the portal do it.
 */
export interface ContainerLogs {
  open(
    place: ContainerPlace,
    options: ReadOptions,
    signal: AbortSignal,
  ): Promise<OpenedLog>;
  /** @returns how often it was started again; `undefined`: the pod is gone */
  countRestarts(
    place: ContainerPlace,
    signal: AbortSignal,
  ): Promise<number | undefined>;
}

export const REFUSED = 'RejectedByCluster';
