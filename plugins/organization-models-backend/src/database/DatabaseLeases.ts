import type { Knex } from 'knex';
import {
  after,
  databaseClock,
  type DatabaseClock,
} from './dialects/databaseClock';

/** Who may hold the watches of a cluster; at most one holder at a time. */
export class DatabaseLeases {
  /** @param holder - what this process calls itself; unique */
  constructor(
    private readonly knex: Knex,
    private readonly holder: string,
    private readonly clock: DatabaseClock = databaseClock,
  ) {}

  /**
   * Takes the lease, or keeps it.
   *
   * @remarks A lease that ends later than any could was written before the
   * database's clock stepped back: it counts as ended.
   */
  async acquire(
    cluster: string,
    { durationMs }: { durationMs: number },
  ): Promise<'held' | 'taken'> {
    const { knex, holder } = this;
    const now = this.clock(knex);
    const lease = { cluster, holder, expires_at: after(knex, now, durationMs) };
    const inserted = await knex('cluster_leases')
      .insert(lease)
      .onConflict('cluster')
      .ignore()
      .returning('cluster');
    if (inserted.length > 0) {
      return 'held';
    }
    const updated = await knex('cluster_leases')
      .where({ cluster })
      .where(free =>
        free
          .where({ holder })
          .orWhere('expires_at', '<', now)
          .orWhere('expires_at', '>', after(knex, now, 2 * durationMs)),
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
