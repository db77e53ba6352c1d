import type { Knex } from 'knex';

/** Who may hold the watches of a cluster; at most one holder at a time. */
export class DatabaseLeases {
  /** @param holder - what this process calls itself; unique */
  constructor(private readonly knex: Knex, private readonly holder: string) {}

  /**
   * Takes the lease, or keeps it.
   *
   * @param now - milliseconds since 1970
   * @remarks A lease that ends later than any could was written by a clock
   * which has stepped back since: it counts as ended.
   */
  async acquire(
    cluster: string,
    options: { now: number; durationMs: number },
  ): Promise<'held' | 'taken'> {
    const { now, durationMs } = options;
    const lease = {
      cluster,
      holder: this.holder,
      expires_at: now + durationMs,
    };
    const inserted = await this.knex('cluster_leases')
      .insert(lease)
      .onConflict('cluster')
      .ignore()
      .returning('cluster');
    if (inserted.length > 0) {
      return 'held';
    }
    const updated = await this.knex('cluster_leases')
      .where({ cluster })
      .where(free =>
        free
          .where({ holder: this.holder })
          .orWhere('expires_at', '<', now)
          .orWhere('expires_at', '>', now + 2 * durationMs),
      )
      .update(lease);
    return updated > 0 ? 'held' : 'taken';
  }

  /** Lets another take over at once. */
  async release(cluster: string): Promise<void> {
    await this.knex('cluster_leases')
      .where({ cluster, holder: this.holder })
      .delete();
  }
}
