import type { Knex } from 'knex';

/** Ids per statement: SQLite takes 999 parameters at most. */
const BATCH = 500;

/**
 * Marks models as due now. A mark is a hint: doubling one costs nothing, and
 * one that arrives while the model is being worked on is not lost, since
 * `completeReconcile` compares the count of marks.
 *
 * @remarks Ids without a model are ignored: the cluster may hold objects of
 * models whose rows are gone.
 */
export async function markForReconcile(
  knex: Knex,
  modelIds: string[],
  /** `isAnew`: pauses between tries begin to grow anew. */
  { isAnew = false }: { isAnew?: boolean } = {},
): Promise<void> {
  for (let start = 0; start < modelIds.length; start += BATCH) {
    await knex('reconcile_queue')
      .whereIn('model_id', modelIds.slice(start, start + BATCH))
      .update({
        due_at: 0,
        marks: knex.raw('marks + 1'),
        ...(isAnew && { failures: 0 }),
      });
  }
}
