import type { Knex } from 'knex';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { type ModelRow, toStoredModel } from './modelRows';
import { applyCriteria } from './applyCriteria';
import { type ListModels, listModels } from './listModels';

/**
 * The models that there are. Every question of a user names the organization.
 */
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
}

/** Ids per statement: SQLite takes 999 parameters at most. */
const BATCH = 500;

function visibleTo(models: Knex.QueryBuilder, organizationId: string) {
  models
    .where({ organization_id: organizationId })
    .orWhere({ is_public: true });
}
