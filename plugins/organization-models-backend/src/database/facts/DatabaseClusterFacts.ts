import type { Knex } from 'knex';
import type { ClusterFacts } from '../../domain/facts/ClusterFacts';
import type { WatchSigns } from '../../domain/facts/Freshness';
import { FactsReader } from './FactsReader';
import { FactsWriter } from './FactsWriter';

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
  pieces_version: string | null;
  revision: number | null;
  reachable: boolean | number | null;
  message: string | null;
  observed_at: string | null;
  watched_at: string | null;
  stale: string | null;
};

/** Which facts these are. */
const FACTS_AT = ['version', 'pieces_version', 'revision'] as const;

const SIGNS = [
  'reachable',
  'message',
  'observed_at',
  'watched_at',
  'stale',
] as const;

/** Facts of clusters: written by the holder of the watches, read by all. */
export class DatabaseClusterFacts {
  readonly #reader: FactsReader;

  constructor(private readonly knex: Knex) {
    this.#reader = new FactsReader(knex);
  }

  /** For whoever holds the watches of a cluster, for as long as that is. */
  openWriter(cluster: string): FactsWriter {
    return new FactsWriter(this.knex, cluster, this.#reader);
  }

  async read(cluster: string): Promise<KnownCluster> {
    const row = await this.knex('cluster_facts')
      .where({ cluster })
      .first(...FACTS_AT, ...SIGNS);
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
        ? await this.#reader.read(cluster, {
            version: row.version,
            revision:
              row.version === row.pieces_version
                ? row.revision ?? undefined
                : undefined,
          })
        : undefined,
      ...toSigns(row),
    };
  }

  /** @param message - what is wrong with it all the same */
  async saveReachable(cluster: string, observedAt: string, message?: string) {
    await this.#merge(cluster, {
      reachable: true,
      message: message ?? null,
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
