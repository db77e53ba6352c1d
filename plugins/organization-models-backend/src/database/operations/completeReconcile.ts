import type { Knex } from 'knex';
import type { Claim } from './claimDueModels';
import { after, type DatabaseClock } from './databaseClock';

/**
 * Gives a claimed model back, due after the given time – or at once, when it was
 * marked in the meantime.
 *
 * @returns `lost` when the claim had ended and the model was taken again
 */
export async function completeReconcile(
  knex: Knex,
  claim: Claim,
  options: { delayMs: number; failures: number; clock: DatabaseClock },
): Promise<'completed' | 'lost'> {
  const { delayMs, failures, clock } = options;
  const updated = await knex('reconcile_queue')
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
    });
  return updated > 0 ? 'completed' : 'lost';
}
