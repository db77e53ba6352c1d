import type { Knex } from 'knex';
import { type DatabaseClock, databaseClock } from './operations/databaseClock';

/** What operators watch: counts of everything, told apart by nothing of it. */
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

  async countByStatus(): Promise<{ status: string; models: number }[]> {
    const rows = await this.knex('models')
      .groupBy('status')
      .select('status', this.knex.raw('count(*) as models'));
    return rows.map(({ status, models }) => ({
      status,
      models: Number(models),
    }));
  }
}
