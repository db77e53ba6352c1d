import type { Knex } from 'knex';
import { type Claim, claimDueModels } from './operations/claimDueModels';
import { completeReconcile } from './operations/completeReconcile';
import { markForReconcile } from './operations/markForReconcile';

/** The durable work queue: which models are due, and who works on them. */
export class DatabaseQueue {
  constructor(private readonly knex: Knex) {}

  mark(modelIds: string[]): Promise<void> {
    return markForReconcile(this.knex, modelIds);
  }

  claim(options: Parameters<typeof claimDueModels>[1]): Promise<Claim[]> {
    return claimDueModels(this.knex, options);
  }

  /**
   * Gives a claimed model back.
   *
   * @param save - saves what was found, in the same transaction: each one costs
   * a wait for the disk
   */
  complete(
    claim: Claim,
    options: Parameters<typeof completeReconcile>[2],
    save?: (trx: Knex.Transaction) => Promise<void>,
  ) {
    return save
      ? this.knex.transaction(async trx => {
          await save(trx);
          return completeReconcile(trx, claim, options);
        })
      : completeReconcile(this.knex, claim, options);
  }

  /**
   * Makes models due that were put off for longer than any may be: a clock has
   * stepped back since. Apart from claiming, which would have to look at every
   * model for it.
   *
   * @param options - `now` in milliseconds since 1970
   */
  async makeFarOnesDue(options: {
    now: number;
    /** The longest time that any model may be put off. */
    longestDelayMs: number;
  }): Promise<void> {
    await this.knex('reconcile_queue')
      .where('due_at', '>', options.now + 2 * options.longestDelayMs)
      .update({ due_at: 0 });
  }

  /** @param options - `until` in milliseconds since 1970 */
  async renew(options: {
    worker: string;
    modelIds: string[];
    until: number;
  }): Promise<void> {
    await this.knex('reconcile_queue')
      .whereIn('model_id', options.modelIds)
      .where({ claimed_by: options.worker })
      .update({ claimed_until: options.until });
  }
}
