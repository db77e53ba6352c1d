import type { Knex } from 'knex';
import type { Observation } from '../../domain/facts/Observation';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { type ModelRow, toStoredModel } from './modelRows';

/** The models of a cluster, whoever's they are: what is taken there, and by whom. */
export class DatabaseClusterModels {
  constructor(private readonly knex: Knex) {}

  /** Names are unique per cluster. */
  async readByName(
    name: string,
    cluster: string,
    trx: Knex = this.knex,
  ): Promise<StoredModel | undefined> {
    const row = await trx<ModelRow>('models').where({ name, cluster }).first();
    return row && toStoredModel(row);
  }

  async isNameTaken(name: string, cluster: string): Promise<boolean> {
    const row = await this.knex('models').where({ name, cluster }).first('id');
    return row !== undefined;
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
}

function hasPods({ model }: Observation): boolean {
  return (model.pods ?? []).some(({ deleting }) => !deleting);
}
