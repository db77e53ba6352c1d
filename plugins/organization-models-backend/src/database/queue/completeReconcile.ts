import type { Knex } from 'knex';
import type { Claim } from './claimDueModels';
import { after, type DatabaseClock } from '../dialects/databaseClock';
import { isPostgres } from '../dialects/isPostgres';

/**
 * Gives a claimed model back, due after the given time – or at once, when it was
 * marked in the meantime.
 *
 * @returns `marked`: it is due at once; `lost` when the claim had ended and the
 * model was taken again
 */
export async function completeReconcile(
  knex: Knex,
  claim: Claim,
  options: {
    delayMs: number;
    failures: number;
    clock: DatabaseClock;
    /** What is saved of the model comes next. */
    locksModel?: boolean;
  },
): Promise<'completed' | 'marked' | 'lost'> {
  const { delayMs, failures, clock } = options;
  const queue = options.locksModel
    ? afterModel(knex, claim)
    : knex('reconcile_queue');
  const [row] = await queue
    .where({ model_id: claim.modelId, ticket: claim.ticket })
    .update({
      due_at: knex.raw('case when marks = ? then ? else 0 end', [
        claim.marks,
        after(knex, clock(knex), delayMs),
      ]),
      failures,
      claimed_by: null,
      ticket: null,
      claimed_until: 0,
    })
    .returning('due_at');
  if (!row) {
    return 'lost';
  }
  return Number(row.due_at) === 0 ? 'marked' : 'completed';
}

// First the model, then its place in the queue, as those do who store a spec:
// the other way round each would wait for the other. SQLite has one writer
function afterModel(knex: Knex, { modelId }: Claim): Knex.QueryBuilder {
  const queue = knex('reconcile_queue');
  return isPostgres(knex)
    ? queue
        .withMaterialized(
          'model',
          knex('models').where({ id: modelId }).select('id').forUpdate(),
        )
        .whereIn('model_id', knex('model').select('id'))
    : queue;
}
