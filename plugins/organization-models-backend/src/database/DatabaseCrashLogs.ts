import type { Knex } from 'knex';
import type { CrashLog } from '../domain/facts/CrashLog';

/** Of one model. */
const MOST_LOGS = 5;

/** What containers said before they ended badly, the newest few of each model. */
export class DatabaseCrashLogs {
  constructor(private readonly knex: Knex) {}

  /** Newest first. */
  async read(modelId: string): Promise<CrashLog[]> {
    const rows = await this.knex('crash_logs')
      .where({ model_id: modelId })
      .orderBy([
        { column: 'ended_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]);
    return rows.map(row => ({
      generation: row.generation,
      pod: row.pod,
      container: row.container,
      endedAt: row.ended_at,
      exitCode: row.exit_code,
      ...(row.reason ? { reason: row.reason } : {}),
      lines: row.lines ? row.lines.split('\n') : [],
    }));
  }

  /** Keeps a log, unless it is kept already, and forgets the oldest. */
  async save(modelId: string, log: CrashLog): Promise<void> {
    await this.knex.transaction(async trx => {
      await trx('crash_logs')
        .insert({
          model_id: modelId,
          generation: log.generation,
          pod: log.pod,
          container: log.container,
          ended_at: log.endedAt,
          exit_code: log.exitCode,
          reason: log.reason ?? null,
          lines: log.lines.join('\n'),
        })
        .onConflict(['model_id', 'pod', 'container', 'ended_at'])
        .ignore();
      const kept = await trx('crash_logs')
        .where({ model_id: modelId })
        .orderBy('ended_at', 'desc')
        .limit(MOST_LOGS)
        .select('id');
      await trx('crash_logs')
        .where({ model_id: modelId })
        .whereNotIn(
          'id',
          kept.map(({ id }) => id),
        )
        .delete();
    });
  }
}
