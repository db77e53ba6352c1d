import type { Knex } from 'knex';
import { type DatabaseClock, databaseClock } from './dialects/databaseClock';

/** What operators watch: what there is in how many states, and of which age. */
export class DatabaseGauges {
  constructor(
    private readonly knex: Knex,
    private readonly clock: DatabaseClock = databaseClock,
  ) {}

  /** Models on which work is due, whether somebody works on them or not. */
  async countDue(): Promise<number> {
    const [{ count }] = await this.knex('reconcile_queue')
      .where('due_at', '<=', this.clock(this.knex))
      .count({ count: '*' });
    return Number(count);
  }

  /** When the oldest change was asked for that no pass has looked at yet. */
  async readOldestChange(): Promise<string | undefined> {
    const [{ oldest }] = await this.knex('models')
      .where('observed_generation', '<', this.knex.ref('generation'))
      .min({ oldest: 'updated_at' });
    return oldest ?? undefined;
  }

  async countByStatus(): Promise<
    { status: string; organization: string; models: number }[]
  > {
    const rows = await this.knex('models')
      .groupBy('status', 'organization_id')
      .orderBy(['organization_id', 'status'])
      .select(
        'status',
        { organization: 'organization_id' },
        this.knex.raw('count(*) as models'),
      );
    return rows.map(row => ({ ...row, models: Number(row.models) }));
  }

  /** By the code of what is the matter with them; those that are well are in none. */
  async countByReason(): Promise<{ code: string; models: number }[]> {
    const isPostgres = this.knex.client.config.client.includes('pg');
    const code = isPostgres
      ? "status_reason::json->>'code'"
      : "json_extract(status_reason, '$.code')";
    const rows = await this.knex('models')
      .whereNotNull('status_reason')
      .groupBy('code')
      .orderBy('code')
      .select(this.knex.raw(`${code} as code, count(*) as models`));
    return rows.map(row => ({ ...row, models: Number(row.models) }));
  }

  /** Where the Deployments of models are, those of stopped ones too. */
  async readPlaces(): Promise<
    { cluster: string; namespace: string; name: string }[]
  > {
    return this.knex('models')
      .whereNull('deletion_requested_at')
      .select('cluster', 'namespace', 'name');
  }

  /** Until when all that happened in a cluster is known. */
  async readWatchedAt(): Promise<{ cluster: string; watchedAt: string }[]> {
    return this.knex('cluster_facts')
      .whereNotNull('watched_at')
      .select('cluster', { watchedAt: 'watched_at' });
  }
}
