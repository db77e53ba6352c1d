import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Observation } from '../domain/facts/Observation';
import type { PlatformSettings } from '../domain/facts/ResolvedModel';
import type {
  ModelAsked,
  ModelObserved,
  NewHistoryEntry,
  StoredModel,
} from '../domain/facts/StoredModel';
import { toHistoryRow, writeHistory } from './DatabaseHistory';
import { toModelUseRow, writeModelUse } from './DatabaseQuotas';
import {
  type ModelRow,
  toAskedColumns,
  toIdentityColumns,
  toObservedColumns,
  toStoredModel,
} from './modelRows';
import { adoptPlatform } from './operations/adoptPlatform';
import { applyCriteria } from './operations/applyCriteria';
import { type Insertion, insertTogether } from './operations/insertTogether';
import { type ListModels, listModels } from './operations/listModels';
import { moveGpuTime } from './operations/moveGpuTime';
import { markForReconcile } from './operations/markForReconcile';

/** The models. Every question of a user names the organization. */
export class DatabaseModels {
  constructor(private readonly knex: Knex) {}

  /** For the controller, which works for all organizations. */
  async readById(id: string): Promise<StoredModel | undefined> {
    const row = await this.knex<ModelRow>('models').where({ id }).first();
    return row && toStoredModel(row);
  }

  /** A model which the organization may read: its own, or a public one. */
  async readVisible(
    id: string,
    organizationId: string | undefined,
  ): Promise<StoredModel | undefined> {
    if (organizationId === undefined) {
      return this.readById(id);
    }
    const row = await this.knex<ModelRow>('models')
      .where({ id })
      .where(visible => visibleTo(visible, organizationId))
      .first();
    return row && toStoredModel(row);
  }

  async readByIds(ids: string[]): Promise<StoredModel[]> {
    const rows = await this.knex<ModelRow>('models').whereIn('id', ids);
    return rows.map(toStoredModel);
  }

  /** Names are unique per cluster. */
  async readByName(
    name: string,
    cluster: string,
    trx: Knex = this.knex,
  ): Promise<StoredModel | undefined> {
    const row = await trx<ModelRow>('models').where({ name, cluster }).first();
    return row && toStoredModel(row);
  }

  /**
   * Names of the models which mount one of these claims without having made
   * it, apart from those that are being deleted.
   *
   * @param owner - whose claims they are
   */
  async listMounting(
    owner: Pick<StoredModel, 'id' | 'cluster' | 'namespace'>,
    claims: string[],
    trx: Knex = this.knex,
  ): Promise<string[]> {
    const rows = await trx<ModelRow>('models')
      .where({ cluster: owner.cluster, namespace: owner.namespace })
      .whereNot({ id: owner.id })
      .whereNull('deletion_requested_at')
      .where('resolved', 'like', '%"kind":"shared"%')
      .orderBy('name')
      .select('name', 'resolved');
    return rows
      .filter(({ resolved }) => {
        const { storage } = JSON.parse(resolved) as StoredModel['resolved'];
        return storage.kind === 'shared' && claims.includes(storage.claimName);
      })
      .map(({ name }) => name);
  }

  /**
   * The models of an organization that somebody may mean: of that id or name,
   * else of that display name.
   */
  async readMeant(
    organizationId: string,
    reference: string,
  ): Promise<StoredModel[]> {
    const rows = await this.knex<ModelRow>('models')
      .where({ organization_id: organizationId })
      .where(meant =>
        meant
          .where({ id: reference })
          .orWhere({ name: reference })
          .orWhere({ display_name: reference }),
      )
      .orderBy('created_at');
    const models = rows.map(toStoredModel);
    const exact = models.filter(
      ({ id, name }) => id === reference || name === reference,
    );
    return exact.length > 0 ? exact : models;
  }

  /** Every model of an organization, the oldest first. */
  async readOf(organizationId: string): Promise<StoredModel[]> {
    const rows = await this.knex<ModelRow>('models')
      .where({ organization_id: organizationId })
      .orderBy(['created_at', 'id']);
    return rows.map(toStoredModel);
  }

  async isNameTaken(name: string, cluster: string): Promise<boolean> {
    const row = await this.knex('models').where({ name, cluster }).first('id');
    return row !== undefined;
  }

  /**
   * Where the models of a cluster are, and whose they are; apart from those that
   * were adopted where nothing else is anybody's here.
   */
  async listNamespaces(
    cluster: string,
  ): Promise<{ namespace: string; organizationId: string }[]> {
    return this.knex('models')
      .where({ cluster })
      .where(own =>
        own
          .whereNull('origin')
          .orWhereNot('origin', 'like', '%"foreignNamespace":true%'),
      )
      .distinct('namespace', { organizationId: 'organization_id' });
  }

  /**
   * Models of a cluster which are to run and of which no pod was seen yet.
   *
   * @remarks What was seen tells it, and not the status that a pass makes of it
   * later: facts, which are saved just before, count these pods already.
   */
  async readWithoutPods(
    cluster: string,
  ): Promise<Pick<StoredModel, 'id' | 'generation'>[]> {
    const rows = await this.knex('models')
      .leftJoin('observations', 'observations.model_id', 'models.id')
      .where({
        'models.cluster': cluster,
        'models.status': 'pending',
        'models.desired_state': 'running',
      })
      .whereNull('models.deletion_requested_at')
      .select('models.id', 'models.generation', 'observations.observed');
    return rows
      .filter(({ observed }) => !observed || !hasPods(JSON.parse(observed)))
      .map(({ id, generation }) => ({ id, generation }));
  }

  /** Every model which the organization may read, and the policy lets it. */
  async listVisible(
    scope: Pick<ListModels, 'organizationId' | 'permitted'>,
  ): Promise<StoredModel[]> {
    const models = this.knex<ModelRow>('models');
    const { organizationId, permitted } = scope;
    if (organizationId !== undefined) {
      models.where(visible => visibleTo(visible, organizationId));
    }
    if (permitted) {
      models.where(allowed => applyCriteria(allowed, permitted));
    }
    return (await models).map(toStoredModel);
  }

  /** One page of an organization's models. */
  list(query: ListModels) {
    return listModels(this.knex, query);
  }

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
  async updateAsked(
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

  /** A pause is over, unless it was set anew since. */
  async endHealingPause(
    { id, healingPausedUntil }: StoredModel,
    trx: Knex,
  ): Promise<void> {
    await trx('models')
      .where({ id, healing_paused_until: healingPausedUntil ?? null })
      .update({ healing_paused_until: null });
  }

  /**
   * Saves what the controller observed of a generation.
   *
   * @param trx - where it belongs to something else that is written
   * @returns `superseded` when the spec moved on meanwhile: another pass
   * follows, and its status must not be overwritten by an older one
   */
  async saveObserved(
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
        this.saveObserved(model, observed, history, own),
      );
    }
    const knex = trx ?? this.knex;
    const saved = await updateObserved(knex, model, observed);
    if (saved === 'saved' && history.length > 0) {
      await writeHistory(knex, model, ...history);
    }
    return saved;
  }

  /** Of models of a cluster from before generations had the settings. */
  adoptPlatform(cluster: string, platform: PlatformSettings): Promise<void> {
    return adoptPlatform(this.knex, cluster, platform);
  }

  /**
   * Forgets a model.
   *
   * @param options - `isGone`: nothing of it is left in its cluster, so that its
   * name is free at once, before the watches have told of it; `leavesObjects`:
   * what was seen of it is still known, as what is left
   */
  async remove(
    id: string,
    options: { isGone?: boolean; leavesObjects?: boolean } = {},
  ): Promise<void> {
    await this.knex.transaction(async trx => {
      if (options.isGone) {
        await trx('workloads').where({ model_id: id }).delete();
      }
      if (!options.leavesObjects) {
        await trx('observations').where({ model_id: id }).delete();
      }
      await trx('crash_logs').where({ model_id: id }).delete();
      await trx('model_starts').where({ model_id: id }).delete();
      await trx('start_proofs').where({ model_id: id }).delete();
      await trx('model_history').where({ model_id: id }).delete();
      await trx('model_tags').where({ model_id: id }).delete();
      await trx('model_use').where({ model_id: id }).delete();
      await trx('model_generations').where({ model_id: id }).delete();
      await trx('reconcile_queue').where({ model_id: id }).delete();
      await trx('models').where({ id }).delete();
    });
  }

  /** What was accepted as a generation, by whom. */
  async readGeneration(
    id: string,
    generation: number,
  ): Promise<StoredGeneration | undefined> {
    const row = await this.knex('model_generations')
      .where({ model_id: id, generation })
      .first();
    return row && toStoredGeneration(row);
  }

  /** The last generation before one that is kept still. */
  async readGenerationBefore(
    id: string,
    generation: number,
  ): Promise<StoredGeneration | undefined> {
    const row = await this.knex('model_generations')
      .where({ model_id: id })
      .where('generation', '<', generation)
      .orderBy('generation', 'desc')
      .first();
    return row && toStoredGeneration(row);
  }

  /**
   * Texts that differ when models do in anything that people see, by id; those
   * that are not there have none.
   */
  async readVersions(ids: string[]): Promise<Map<string, string>> {
    const versions = new Map<string, string>();
    for (let start = 0; start < ids.length; start += BATCH) {
      const rows = await this.knex<ModelRow>('models')
        .leftJoin('observations', 'observations.model_id', 'models.id')
        .whereIn('models.id', ids.slice(start, start + BATCH))
        .select(
          'models.id',
          'observations.observed_at as seen_at',
          ...['organization_id', 'generation', 'status'],
          ...['status_reason', 'conditions', 'replicas'],
          ...['observed_generation', 'endpoint_url', 'updated_at'],
          'healing_paused_until',
        );
      rows.forEach(row => versions.set(row.id, JSON.stringify(row)));
    }
    return versions;
  }
}

/** An accepted spec, and who asked for it when; RFC 3339. */
export type StoredGeneration = Pick<ModelAsked, 'spec' | 'resolved'> & {
  generation: number;
  createdBy: string;
  createdAt: string;
};

/** Ids per statement: SQLite takes 999 parameters at most. */
const BATCH = 500;

function hasPods({ model }: Observation): boolean {
  return (model.pods ?? []).some(({ deleting }) => !deleting);
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

function toStoredGeneration(row: any): StoredGeneration {
  return {
    generation: row.generation,
    spec: JSON.parse(row.spec),
    resolved: JSON.parse(row.resolved),
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
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

function visibleTo(models: Knex.QueryBuilder, organizationId: string) {
  models
    .where({ organization_id: organizationId })
    .orWhere({ is_public: true });
}

function toTagRows({ id, spec }: StoredModel) {
  const tags = [...new Set(spec.tags ?? [])];
  return tags.map(tag => ({ model_id: id, tag }));
}

function toGenerationRow(model: StoredModel, { actor }: NewHistoryEntry) {
  return {
    model_id: model.id,
    generation: model.generation,
    spec: JSON.stringify(model.spec),
    resolved: JSON.stringify(model.resolved),
    created_by: actor ?? model.createdBy,
    created_at: model.updatedAt,
  };
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
