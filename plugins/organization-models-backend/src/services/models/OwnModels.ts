import type { Knex } from 'knex';
import type { DatabaseModels } from '../../database/models/DatabaseModels';
import type { StoredModel } from '../../domain/facts/StoredModel';
import {
  refuseDeleting,
  refuseOtherGeneration,
} from '../acceptance/refuseChange';
import type { SharedClaims } from '../acceptance/judging/SharedClaims';
import type { Caller } from '../access/Caller';
import { modelNotFound } from '../errors';
import type { QuotaAssessor } from '../quota/QuotaAssessor';

/** The models of a caller's organization, as all that change them need them. */
export class OwnModels {
  constructor(
    private readonly options: {
      models: DatabaseModels;
      quota: QuotaAssessor;
      claims: SharedClaims;
    },
  ) {}

  /** @throws 404 for what is not the organization's */
  async read(id: string, caller: Caller): Promise<StoredModel> {
    const model = await this.options.models.readVisible(
      id,
      caller.organizationId,
    );
    if (model?.organizationId !== caller.organizationId) {
      throw modelNotFound(id);
    }
    return model;
  }

  /** @throws 409 also for what is being deleted */
  async readChangeable(id: string, caller: Caller): Promise<StoredModel> {
    const model = await this.read(id, caller);
    refuseDeleting(model);
    return model;
  }

  /**
   * Returns when a change that another one got ahead of may be tried again.
   *
   * @throws why it may not
   */
  async explainRace(
    id: string,
    caller: Caller,
    generation: number | undefined,
  ): Promise<void> {
    refuseOtherGeneration(await this.readChangeable(id, caller), generation);
  }

  /** What others may take at the same time is decided where it is stored. */
  async hold(
    trx: Knex.Transaction,
    model: StoredModel,
    before?: StoredModel,
  ): Promise<void> {
    const newcomer = before && before.organizationId !== model.organizationId;
    await this.options.quota.hold(trx, model, { newcomer });
    await this.options.claims.hold(trx, model, before);
  }
}
