import type { Knex } from 'knex';
import type { ClusterFacts } from '../domain/facts/ClusterFacts';

/** The last known facts of a cluster, and whether it answers now. */
export type KnownCluster = {
  /** `undefined`: it was never seen. */
  facts: ClusterFacts | undefined;
  reachable: boolean;
  /** Why it cannot be reached. */
  message: string | undefined;
  /** When it last answered, RFC 3339. */
  observedAt: string | undefined;
};

/**
 * Facts of clusters: written by the holder of the watches, read by all.
 *
 * @remarks Parsed facts are kept until they change, since checks of requests
 * read them again and again.
 */
export class DatabaseClusterFacts {
  readonly #parsed = new Map<string, { text: string; facts: ClusterFacts }>();

  constructor(private readonly knex: Knex) {}

  async read(cluster: string): Promise<KnownCluster> {
    const row = await this.knex('cluster_facts').where({ cluster }).first();
    return {
      facts: row?.facts ? this.#parse(cluster, row.facts) : undefined,
      reachable: Boolean(row?.reachable),
      message: row?.message ?? undefined,
      observedAt: row?.observed_at ?? undefined,
    };
  }

  async saveFacts(cluster: string, facts: ClusterFacts, observedAt: string) {
    await this.#merge(cluster, {
      facts: JSON.stringify(facts),
      reachable: true,
      message: null,
      observed_at: observedAt,
    });
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

  async #merge(cluster: string, columns: Record<string, unknown>) {
    await this.knex('cluster_facts')
      .insert({ cluster, reachable: true, ...columns })
      .onConflict('cluster')
      .merge(columns);
  }

  #parse(cluster: string, text: string): ClusterFacts {
    const known = this.#parsed.get(cluster);
    if (known?.text === text) {
      return known.facts;
    }
    const facts = JSON.parse(text) as ClusterFacts;
    this.#parsed.set(cluster, { text, facts });
    return facts;
  }
}
