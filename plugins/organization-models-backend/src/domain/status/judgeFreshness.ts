import type { WatchSigns } from '../facts/Freshness';

/** The holder of the watches renews it every ten seconds. */
const UNATTENDED_MS = 60_000;

/** How fresh what is shown of a model is. Times are RFC 3339. */
export type Freshness = {
  observedAt?: string;
  /** What is shown is older than it should be. */
  stale?: { since: string; message: string };
};

/**
 * A model that nothing happens to is as fresh as the watches that would tell:
 * its row was written when something happened last.
 */
export function judgeFreshness(
  model: { observedAt?: string; cluster: string },
  known: Partial<WatchSigns> & {
    reachable: boolean;
    message?: string;
    observedAt?: string;
  },
  now: Date,
): Freshness {
  if (model.observedAt === undefined) {
    return {};
  }
  const observedAt = latest(model.observedAt, known.watchedAt);
  if (!known.reachable) {
    const message = known.message ?? 'The cluster does not answer';
    return { observedAt, stale: { since: observedAt, message } };
  }
  const { observedAt: attended } = known;
  if (attended && now.getTime() - Date.parse(attended) > UNATTENDED_MS) {
    const message = `No backend of the portal watches cluster ${model.cluster}`;
    return { observedAt, stale: { since: observedAt, message } };
  }
  const lost = known.stale?.filter(({ ofModels }) => ofModels) ?? [];
  if (lost.length === 0) {
    return { observedAt };
  }
  const message = `Not all is seen: ${lost
    .map(watch => `${watch.watch} (${watch.message})`)
    .join(', ')}`;
  const since = lost.map(watch => watch.since).sort()[0];
  return { observedAt, stale: { since, message } };
}

function latest(one: string, other: string | undefined): string {
  return other !== undefined && Date.parse(other) > Date.parse(one)
    ? other
    : one;
}
