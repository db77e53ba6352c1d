import type { Knex } from 'knex';
import { isPostgres } from './isPostgres';

/** A model to work on, and what `completeReconcile` has to know. */
export type Claim = { modelId: string; marks: number; failures: number };

/**
 * Claims models that are due and on which nobody works. A claim ends by
 * itself, so that the models of a killed process are taken over.
 *
 * @param now - milliseconds since 1970
 * @remarks Claims that end later than any could were written by a clock which
 * has stepped back since: they count as ended. With
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
  },
): Promise<Claim[]> {
  const { worker, limit, now, claimMs } = options;
  const due = knex('reconcile_queue')
    .select('model_id')
    .where('due_at', '<=', now)
    .where(query =>
      query
        .where('claimed_until', '<', now)
        .orWhere('claimed_until', '>', now + 2 * claimMs),
    )
    .orderBy('due_at')
    .limit(limit);
  // Materialized: a planner might otherwise look for due models several times,
  // and claim more than as many
  const rows = await knex('reconcile_queue')
    .withMaterialized(
      'due',
      isPostgres(knex) ? due.forUpdate().skipLocked() : due,
    )
    .whereIn('model_id', knex('due').select('model_id'))
    .update({ claimed_by: worker, claimed_until: now + claimMs })
    .returning(['model_id', 'marks', 'failures']);
  return rows.map(row => ({
    modelId: row.model_id,
    marks: row.marks,
    failures: row.failures,
  }));
}
