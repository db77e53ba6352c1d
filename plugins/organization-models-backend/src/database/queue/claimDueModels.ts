import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { after, type DatabaseClock } from '../dialects/databaseClock';
import { isPostgres } from '../dialects/isPostgres';

/** A model to work on, and what `completeReconcile` has to know. */
export type Claim = {
  modelId: string;
  /** By which this claim is known from all others, before it and after. */
  ticket: string;
  marks: number;
  failures: number;
};

/** Models of one cluster, or those of clusters that nobody else looks after. */
export type Lane = { cluster: string } | { otherThan: string[] };

/**
 * Claims models that are due and on which nobody works. A claim ends by
 * itself, so that the models of a killed process are taken over.
 *
 * @remarks Claims that end later than any could were written before the
 * database's clock stepped back: they count as ended. With `SKIP LOCKED`
 * replicas on PostgreSQL never wait for each other; SQLite has a single writer
 * anyway.
 */
export async function claimDueModels(
  knex: Knex,
  options: {
    worker: string;
    lane: Lane;
    limit: number;
    claimMs: number;
    clock: DatabaseClock;
  },
): Promise<Claim[]> {
  const { worker, lane, limit, claimMs } = options;
  const now = options.clock(knex);
  const due = knex('reconcile_queue')
    .select('model_id')
    .where('due_at', '<=', now)
    .where(query =>
      query
        .where('claimed_until', '<', now)
        .orWhere('claimed_until', '>', after(knex, now, 2 * claimMs)),
    )
    .whereExists(inLane(knex, lane))
    .orderBy('due_at')
    .limit(limit);
  const ticket = randomUUID();
  // Materialized: a planner might otherwise look for due models several times,
  // and claim more than as many
  const rows = await knex('reconcile_queue')
    .withMaterialized(
      'due',
      isPostgres(knex) ? due.forUpdate('reconcile_queue').skipLocked() : due,
    )
    .whereIn('model_id', knex('due').select('model_id'))
    .update({
      claimed_by: worker,
      ticket,
      claimed_until: after(knex, now, claimMs),
    })
    .returning(['model_id', 'marks', 'failures']);
  return rows.map(row => ({
    modelId: row.model_id,
    ticket,
    marks: row.marks,
    failures: row.failures,
  }));
}

function inLane(knex: Knex, lane: Lane): Knex.QueryBuilder {
  const models = knex('models')
    .select(knex.raw('1'))
    .whereRaw('models.id = reconcile_queue.model_id');
  return 'cluster' in lane
    ? models.where('models.cluster', lane.cluster)
    : models.whereNotIn('models.cluster', lane.otherThan);
}
