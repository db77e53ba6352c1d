/** Something that is to be watched and of which nothing is told now. */
export type StaleWatch = {
  /** For instance `pods`. */
  watch: string;
  /** When it last told something, RFC 3339. */
  since: string;
  message: string;
  /** What is shown of models depends on it. */
  ofModels: boolean;
};

/** How far what is known of a cluster can be relied on. Times are RFC 3339. */
export type WatchSigns = {
  /** Everything that happened to models until then is known. */
  watchedAt: string | undefined;
  stale: StaleWatch[];
};
