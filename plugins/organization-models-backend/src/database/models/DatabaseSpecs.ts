import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { PlatformSettings } from '../../domain/facts/ResolvedModel';
import type {
  NewHistoryEntry,
  StoredModel,
} from '../../domain/facts/StoredModel';
import { toGenerationRow } from './DatabaseGenerations';
import { toHistoryRow, writeHistory } from './DatabaseHistory';
import { toModelUseRow, writeModelUse } from '../DatabaseQuotas';
import {
  toAskedColumns,
  toIdentityColumns,
  toObservedColumns,
} from './modelRows';
import { adoptPlatform } from './adoptPlatform';
import { type Insertion, insertTogether } from '../dialects/insertTogether';
import { markForReconcile } from '../queue/markForReconcile';
import { moveGpuTime } from '../usage/moveGpuTime';

/**
 * What is asked of models, which the controller never writes: each change with
 * its history and its mark, in one transaction.
 */
export class DatabaseSpecs {
  constructor(private readonly knex: Knex) {}

  /**
   * Stores a new model and makes it due.
   *
   * @param within - what belongs into the same transaction; throws what forbids
   * the model. It waits for nothing but the database: SQLite has one connection
   */
  async insert(
    model: StoredModel,
    options: {
      history: NewHistoryEntry;
      within?: (trx: Knex.Transaction) => Promise<void>;
    },
  ): Promise<'inserted' | 'nameTaken'> {
    try {
      const { within } = options;
      const rows = toNewRows(model, options.history);
      await (within
        ? this.knex.transaction(async trx => {
            await insertTogether(trx, rows);
            await within(trx);
          })
        : insertTogether(this.knex, rows));
      return 'inserted';
    } catch (error) {
      if (isDatabaseConflictError(error)) {
        return 'nameTaken';
      }
      throw error;
    }
  }

  /**
   * Stores a changed spec, unless another change came first.
   *
   * @param expected - the generation on which the change was made
   * @param within - as for {@link insert}
   */
  async update(
    model: StoredModel,
    options: {
      expected: number;
      history: NewHistoryEntry;
      /** Another organization has it from now on; milliseconds since 1970. */
      movedAt?: number;
      within?: (trx: Knex.Transaction) => Promise<void>;
    },
  ): Promise<'updated' | 'raced'> {
    return this.knex.transaction(async trx => {
      const updated = await trx('models')
        .where({ id: model.id, generation: options.expected })
        .whereNull('deletion_requested_at')
        .update({
          ...toAskedColumns(model),
          ...(options.movedAt === undefined ? {} : toIdentityColumns(model)),
          status: model.status,
          status_reason: model.statusReason
            ? JSON.stringify(model.statusReason)
            : null,
        });
      if (updated === 0) {
        return 'raced';
      }
      await options.within?.(trx);
      if (options.movedAt !== undefined) {
        const { id, organizationId: to } = model;
        await moveGpuTime(trx, id, { to, now: options.movedAt });
      }
      await writeModelUse(trx, model);
      await trx('model_tags').where({ model_id: model.id }).delete();
      await insertTogether(trx, [
        ['model_tags', toTagRows(model)],
        ['model_generations', [toGenerationRow(model, options.history)]],
      ]);
      await writeHistory(trx, model, options.history);
      await markForReconcile(trx, [model.id]);
      return 'updated';
    });
  }

  /**
   * Asks for the deletion; asking again changes nothing.
   *
   * @param check - throws what forbids it, in the same transaction
   */
  async requestDeletion(
    model: StoredModel,
    options: {
      at: string;
      history: NewHistoryEntry;
      /** What is in the cluster stays there. */
      policy?: 'release';
      check?: (trx: Knex.Transaction) => Promise<void>;
    },
  ): Promise<void> {
    const message =
      options.policy === 'release'
        ? 'The release was accepted: its labels of a model come off next, and it runs on.'
        : 'The deletion was accepted: what it has goes next.';
    await this.knex.transaction(async trx => {
      const updated = await trx('models')
        .where({ id: model.id })
        .whereNull('deletion_requested_at')
        .update({
          deletion_requested_at: options.at,
          deletion_policy: options.policy ?? null,
          updated_at: options.at,
          status: 'deleting',
          status_reason: JSON.stringify({
            code: options.policy === 'release' ? 'Releasing' : 'Deleting',
            message,
            observed_at: options.at,
          }),
        });
      if (updated > 0) {
        // After the model was locked, as where a spec is stored
        await options.check?.(trx);
        await writeHistory(trx, model, options.history);
        await markForReconcile(trx, [model.id]);
      }
    });
  }

  /**
   * Sets until when nothing is set back; a model that is being deleted stays.
   *
   * @param until - RFC 3339; `undefined`: from now on everything is
   */
  async saveHealingPause(
    model: StoredModel,
    until: string | undefined,
    history: NewHistoryEntry,
  ): Promise<void> {
    await this.knex.transaction(async trx => {
      const updated = await trx('models')
        .where({ id: model.id })
        .whereNull('deletion_requested_at')
        .update({ healing_paused_until: until ?? null });
      if (updated > 0) {
        await writeHistory(trx, model, history);
        await markForReconcile(trx, [model.id]);
      }
    });
  }

  /** What was asked for should it fail cannot be done, and why. */
  async giveUpRollback(
    model: StoredModel,
    history: NewHistoryEntry,
  ): Promise<void> {
    await this.knex.transaction(async trx => {
      const { id, generation } = model;
      const updated = await trx('models')
        .where({ id, generation })
        .whereNotNull('on_failure')
        .update({ on_failure: null });
      if (updated > 0) {
        await writeHistory(trx, model, history);
      }
    });
  }

  /** Of models of a cluster from before generations had the settings. */
  adoptPlatform(cluster: string, platform: PlatformSettings): Promise<void> {
    return adoptPlatform(this.knex, cluster, platform);
  }
}

function toNewRows(model: StoredModel, history: NewHistoryEntry): Insertion[] {
  return [
    [
      'models',
      [
        {
          ...toIdentityColumns(model),
          ...toAskedColumns(model),
          ...toObservedColumns(model),
        },
      ],
    ],
    ['model_use', [toModelUseRow(model)]],
    ['model_tags', toTagRows(model)],
    ['model_generations', [toGenerationRow(model, history)]],
    ['model_history', [toHistoryRow(model, history)]],
    ['reconcile_queue', [toQueueRow(model)]],
  ];
}

function toTagRows({ id, spec }: StoredModel) {
  const tags = [...new Set(spec.tags ?? [])];
  return tags.map(tag => ({ model_id: id, tag }));
}

function toQueueRow({ id }: StoredModel) {
  return {
    model_id: id,
    due_at: 0,
    marks: 1,
    failures: 0,
    claimed_until: 0,
  };
}
