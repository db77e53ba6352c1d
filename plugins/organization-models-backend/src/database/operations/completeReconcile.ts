import type { Knex } from 'knex';
import type { Claim } from './claimDueModels';

/**
 * Gives a claimed model back, due at the given time – or at once, when it was
 * marked in the meantime.
 *
 * @param dueAt - milliseconds since 1970
 * @returns `lost` when the claim had ended and another worker took the model
 */
export async function completeReconcile(
  knex: Knex,
  claim: Claim,
  options: { worker: string; dueAt: number; failures: number },
): Promise<'completed' | 'lost'> {
  const { worker, dueAt, failures } = options;
  const updated = await knex('reconcile_queue')
    .where({ model_id: claim.modelId, claimed_by: worker })
    .update({
      // PostgreSQL would take the moment for an integer, as the 0 is one
      due_at: knex.raw(
        'case when marks = ? then cast(? as bigint) else 0 end',
        [claim.marks, dueAt],
      ),
      failures,
      claimed_by: null,
      claimed_until: 0,
    });
  return updated > 0 ? 'completed' : 'lost';
}
