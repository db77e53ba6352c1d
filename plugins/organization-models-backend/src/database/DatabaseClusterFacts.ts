import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { ClusterFacts } from '../domain/facts/ClusterFacts';
import type { WatchSigns } from '../domain/facts/Freshness';

/** Whether a cluster answers now, and how far its watches can be relied on. */
export type ClusterSigns = WatchSigns & {
  reachable: boolean;
  /** Why it cannot be reached. */
  message: string | undefined;
  /** When it last answered, RFC 3339. */
  observedAt: string | undefined;
};

/** The last known facts of a cluster, and whether it answers now. */
export type KnownCluster = ClusterSigns & {
  /** `undefined`: it was never seen. */
  facts: ClusterFacts | undefined;
};

/** A row of `cluster_facts` without the facts themselves, which are large. */
export type ClusterFactsRow = {
  version: string | null;
  reachable: boolean | number | null;
  message: string | null;
  observed_at: string | null;
  watched_at: string | null;
  stale: string | null;
};

const SIGNS = [
  'reachable',
  'message',
  'observed_at',
  'watched_at',
  'stale',
] as const;

/**
 * Facts of clusters: written by the holder of the watches, read by all.
 *
 * @remarks Facts of many nodes are large, and nearly every request and every
 * pass needs them: they are read and parsed only when their version changed.
 */
export class DatabaseClusterFacts {
  readonly #known = new Map<string, { version: string; facts: ClusterFacts }>();

  constructor(private readonly knex: Knex) {}

  async read(cluster: string): Promise<KnownCluster> {
    const row = await this.knex('cluster_facts')
      .where({ cluster })
      .first('version', ...SIGNS);
    return this.complete(cluster, row);
  }

  /** Of the clusters that were ever heard of, without their facts. */
  async readSigns(): Promise<Map<string, ClusterSigns>> {
    const rows = await this.knex('cluster_facts').select('cluster', ...SIGNS);
    return new Map(rows.map(row => [row.cluster, toSigns(row)]));
  }

  /** @param row - what {@link read} reads, `undefined` when there is none */
  async complete(
    cluster: string,
    row: Partial<ClusterFactsRow> | undefined,
  ): Promise<KnownCluster> {
    return {
      facts: row?.version
        ? await this.#readFacts(cluster, row.version)
        : undefined,
      ...toSigns(row),
    };
  }

  /** @param text - the facts as JSON, where they are that already */
  async saveFacts(
    cluster: string,
    facts: ClusterFacts,
    observedAt: string,
    text = JSON.stringify(facts),
  ) {
    const version = randomUUID();
    await this.#merge(cluster, {
      facts: text,
      version,
      reachable: true,
      message: null,
      observed_at: observedAt,
    });
    // Who writes them need not read them again
    this.#known.set(cluster, { version, facts });
  }

  async saveReachable(cluster: string, observedAt: string) {
    await this.#merge(cluster, {
      reachable: true,
      message: null,
      observed_at: observedAt,
    });
  }

  async saveUnreachable(cluster: string, message: string) {
    await this.#merge(cluster, { reachable: false, message });
  }

  async saveSigns(cluster: string, { watchedAt, stale }: WatchSigns) {
    await this.#merge(cluster, {
      ...(watchedAt && { watched_at: watchedAt }),
      stale: JSON.stringify(stale),
    });
  }

  async #merge(cluster: string, columns: Record<string, unknown>) {
    await this.knex('cluster_facts')
      .insert({ cluster, reachable: true, ...columns })
      .onConflict('cluster')
      .merge(columns);
  }

  async #readFacts(
    cluster: string,
    version: string,
  ): Promise<ClusterFacts | undefined> {
    const known = this.#known.get(cluster);
    if (known?.version === version) {
      return known.facts;
    }
    // They may be newer than the version that was asked for
    const row = await this.knex('cluster_facts')
      .where({ cluster })
      .first('version', 'facts');
    if (!row?.facts) {
      return undefined;
    }
    const facts = JSON.parse(row.facts) as ClusterFacts;
    this.#known.set(cluster, { version: row.version, facts });
    return facts;
  }
}

function toSigns(row: Partial<ClusterFactsRow> | undefined): ClusterSigns {
  return {
    reachable: Boolean(row?.reachable),
    message: row?.message ?? undefined,
    observedAt: row?.observed_at ?? undefined,
    watchedAt: row?.watched_at ?? undefined,
    stale: row?.stale ? JSON.parse(row.stale) : [],
  };
}
