import type { Knex } from 'knex';
import { type Claim, claimDueModels, type Lane } from './claimDueModels';
import { completeReconcile } from './completeReconcile';
import {
  after,
  databaseClock,
  type DatabaseClock,
} from '../dialects/databaseClock';
import { markForReconcile } from './markForReconcile';

/** The durable work queue: which models are due, and who works on them. */
export class DatabaseQueue {
  constructor(
    private readonly knex: Knex,
    private readonly clock: DatabaseClock = databaseClock,
  ) {}

  mark(modelIds: string[]): Promise<void> {
    return markForReconcile(this.knex, modelIds);
  }

  claim(options: {
    worker: string;
    lane: Lane;
    limit: number;
    claimMs: number;
  }): Promise<Claim[]> {
    return claimDueModels(this.knex, { ...options, clock: this.clock });
  }

  /**
   * Gives a claimed model back.
   *
   * @param save - saves what was found, in the same transaction: each one costs
   * a wait for the disk. Not called when the claim was lost, since what was
   * found may be older than what another saved
   * @returns `marked` when it is due at once
   */
  complete(
    claim: Claim,
    options: { delayMs: number; failures: number },
    save?: (trx: Knex.Transaction) => Promise<void>,
  ): ReturnType<typeof completeReconcile> {
    const { clock } = this;
    return save
      ? this.knex.transaction(async trx => {
          const outcome = await completeReconcile(trx, claim, {
            ...options,
            clock,
            locksModel: true,
          });
          if (outcome !== 'lost') {
            await save(trx);
          }
          return outcome;
        })
      : completeReconcile(this.knex, claim, { ...options, clock });
  }

  /**
   * Makes models due that were put off for longer than any may be: the clock has
   * stepped back since. Apart from claiming, which would have to look at every
   * model for it.
   */
  async makeFarOnesDue(options: {
    /** The longest time that any model may be put off. */
    longestDelayMs: number;
  }): Promise<void> {
    const { knex, clock } = this;
    const farthest = after(knex, clock(knex), 2 * options.longestDelayMs);
    await knex('reconcile_queue')
      .where('due_at', '>', farthest)
      .update({ due_at: 0 });
  }

  /**
   * Ends the claims of a worker that it does not know of: they were made, and a
   * connection broke before it was told. Nobody works on them.
   *
   * @param known - what it works on
   */
  async dropUnknown(worker: string, known: Claim[]): Promise<void> {
    await this.knex('reconcile_queue')
      .where({ claimed_by: worker })
      .whereNotIn('ticket', [...new Set(known.map(({ ticket }) => ticket))])
      .update({ claimed_by: null, ticket: null, claimed_until: 0 });
  }

  /** Claims that were lost stay so. */
  async renew(claims: Claim[], options: { claimMs: number }): Promise<void> {
    const { knex, clock } = this;
    await knex('reconcile_queue')
      .whereIn(
        'model_id',
        claims.map(({ modelId }) => modelId),
      )
      .whereIn('ticket', [...new Set(claims.map(({ ticket }) => ticket))])
      .update({ claimed_until: after(knex, clock(knex), options.claimMs) });
  }
}
