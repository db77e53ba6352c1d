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

  complete(claim: Claim, options: Parameters<typeof completeReconcile>[2]) {
    return completeReconcile(this.knex, claim, options);
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
