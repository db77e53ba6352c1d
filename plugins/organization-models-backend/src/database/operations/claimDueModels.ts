import type { Knex } from 'knex';

/** A model to work on, and what `completeReconcile` has to know. */
export type Claim = { modelId: string; marks: number; failures: number };

/**
 * Claims models that are due and on which nobody works. A claim ends by
 * itself, so that the models of a killed process are taken over.
 *
 * @param now - milliseconds since 1970
 * @remarks Moments later than any could be were written by a clock which has
 * stepped back since: such claims count as ended, such models as due. With
 * `SKIP LOCKED` replicas on PostgreSQL never wait for each other; SQLite has a
 * single writer anyway.
 */
export async function claimDueModels(
  knex: Knex,
  options: {
    worker: string;
    limit: number;
    now: number;
    claimMs: number;
    /** The longest time that any model may be put off. */
    longestDelayMs: number;
  },
): Promise<Claim[]> {
  const { worker, limit, now, claimMs, longestDelayMs } = options;
  return knex.transaction(async trx => {
    const due = trx('reconcile_queue')
      .select('model_id', 'marks', 'failures')
      .where(query =>
        query
          .where('due_at', '<=', now)
          .orWhere('due_at', '>', now + 2 * longestDelayMs),
      )
      .where(query =>
        query
          .where('claimed_until', '<', now)
          .orWhere('claimed_until', '>', now + 2 * claimMs),
      )
      .orderBy('due_at')
      .limit(limit);
    const rows = await (isPostgres(trx) ? due.forUpdate().skipLocked() : due);
    if (rows.length > 0) {
      await trx('reconcile_queue')
        .whereIn(
          'model_id',
          rows.map(row => row.model_id),
        )
        .update({ claimed_by: worker, claimed_until: now + claimMs });
    }
    return rows.map(row => ({
      modelId: row.model_id,
      marks: row.marks,
      failures: row.failures,
    }));
  });
}

function isPostgres(knex: Knex): boolean {
  return String(knex.client.config.client).includes('pg');
}
