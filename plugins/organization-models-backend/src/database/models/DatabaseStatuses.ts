import type { Knex } from 'knex';
import type {
  ModelObserved,
  NewHistoryEntry,
  StoredModel,
} from '../../domain/facts/StoredModel';
import { writeHistory } from './DatabaseHistory';
import { toObservedColumns } from './modelRows';

/** What became of models, which the controller alone writes. */
export class DatabaseStatuses {
  constructor(private readonly knex: Knex) {}

  /**
   * Saves what the controller observed of a generation.
   *
   * @param trx - where it belongs to something else that is written
   * @returns `superseded` when the spec moved on meanwhile: another pass
   * follows, and its status must not be overwritten by an older one
   */
  async save(
    model: Pick<
      StoredModel,
      'id' | 'generation' | 'organizationId' | 'deletionRequestedAt'
    >,
    observed: ModelObserved,
    history: NewHistoryEntry[],
    trx?: Knex.Transaction,
  ): Promise<'saved' | 'superseded'> {
    if (!trx && history.length > 0) {
      return this.knex.transaction(own =>
        this.save(model, observed, history, own),
      );
    }
    const knex = trx ?? this.knex;
    const saved = await updateObserved(knex, model, observed);
    if (saved === 'saved' && history.length > 0) {
      await writeHistory(knex, model, ...history);
    }
    return saved;
  }

  /** A pause is over, unless it was set anew since. */
  async endHealingPause(
    { id, healingPausedUntil }: StoredModel,
    trx: Knex,
  ): Promise<void> {
    await trx('models')
      .where({ id, healing_paused_until: healingPausedUntil ?? null })
      .update({ healing_paused_until: null });
  }
}

async function updateObserved(
  knex: Knex,
  model: Pick<StoredModel, 'id' | 'generation' | 'deletionRequestedAt'>,
  observed: ModelObserved,
): Promise<'saved' | 'superseded'> {
  const { id, generation } = model;
  const query = knex('models').where({ id, generation });
  const current = model.deletionRequestedAt
    ? query.whereNotNull('deletion_requested_at')
    : query.whereNull('deletion_requested_at');
  const updated = await current.update(toObservedColumns(observed));
  return updated > 0 ? 'saved' : 'superseded';
}
