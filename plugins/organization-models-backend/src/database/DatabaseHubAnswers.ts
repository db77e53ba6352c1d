import type { Knex } from 'knex';

/** What the hub said of models, for some time. */
export class DatabaseHubAnswers {
  constructor(private readonly knex: Knex) {}

  /** @param now - milliseconds since 1970 */
  async read<T>(key: string, now: number): Promise<T | undefined> {
    const row = await this.knex('hub_answers')
      .where({ key })
      .where('expires_at', '>', now)
      .first();
    return row && JSON.parse(row.answer);
  }

  /** @param options - `expiresAt` in milliseconds since 1970 */
  async save(
    key: string,
    answer: unknown,
    options: { expiresAt: number; now: number },
  ) {
    const columns = {
      answer: JSON.stringify(answer),
      expires_at: options.expiresAt,
    };
    await this.knex('hub_answers')
      .insert({ key, ...columns })
      .onConflict('key')
      .merge(columns);
    await this.knex('hub_answers')
      .where('expires_at', '<', options.now)
      .delete();
  }
}
