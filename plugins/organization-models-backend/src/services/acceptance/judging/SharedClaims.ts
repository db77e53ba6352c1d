import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Knex } from 'knex';
import type { DatabaseClusterModels } from '../../../database/models/DatabaseClusterModels';
import type { DatabaseQuotas } from '../../../database/DatabaseQuotas';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import { claimsOf, isOwnClaim, ownerNameOf } from '../../../domain/plan/claims';
import { conflict, invalidRequest } from '../../errors';

type Mounting = Pick<
  StoredModel,
  'name' | 'cluster' | 'namespace' | 'organizationId' | 'resolved'
>;

/**
 * Keeps a claim as long as others mount it: a model may mount the claim that
 * another one made, and whose deletion would take it away.
 *
 * @remarks Both sides decide under the organization's lock: whoever comes second
 * sees what the first one stored.
 */
export class SharedClaims {
  constructor(
    private readonly options: {
      clusterModels: DatabaseClusterModels;
      quotas: DatabaseQuotas;
    },
  ) {}

  /** What whoever mounts a claim of another model has to know. */
  async warn(model: Mounting): Promise<PlanWarning[]> {
    const owner = await this.#findOwner(model);
    return owner
      ? [
          {
            code: 'MountsClaimOfModel',
            field: 'deployment_config.shared_pvc',
            message: `is the claim of the model ${owner.name}, which cannot be deleted as long as this one mounts it`,
          },
        ]
      : [];
  }

  /** @throws a refusal when the owner of a claim is about to go with it */
  async hold(
    trx: Knex.Transaction,
    model: StoredModel,
    before?: StoredModel,
  ): Promise<void> {
    const { storage } = model.resolved;
    const old = before?.resolved.storage;
    const isNew =
      storage.kind === 'shared' &&
      !(old?.kind === 'shared' && old.claimName === storage.claimName);
    if (!isNew) {
      return;
    }
    await this.options.quotas.lock(trx, model.organizationId);
    const owner = await this.#findOwner(model, trx);
    if (owner?.deletionRequestedAt) {
      throw invalidRequest([
        {
          field: 'deployment_config.shared_pvc',
          message: `is the claim of the model ${owner.name}, which is being deleted with it`,
        },
      ]);
    }
  }

  /**
   * @param trx - in which the deletion is decided; a plan has none
   * @throws `ClaimInUse` naming the models that mount a claim of this one
   */
  async refuseDeletion(
    model: StoredModel,
    trx?: Knex.Transaction,
  ): Promise<void> {
    const claims = claimsOf(model);
    if (claims.length === 0) {
      return;
    }
    const { clusterModels, quotas } = this.options;
    if (trx) {
      await quotas.lock(trx, model.organizationId);
    }
    const mounting = await clusterModels.listMounting(model, claims, trx);
    if (mounting.length > 0) {
      throw conflict(
        'ClaimInUse',
        `The claim ${claims.join(', ')} goes with the model ${
          model.name
        }, and is mounted by ${mounting.join(', ')}: delete ${
          mounting.length > 1 ? 'these' : 'that one'
        } first, or take the claim out of its shared_pvc`,
      );
    }
  }

  async #findOwner(
    { cluster, namespace, resolved }: Mounting,
    trx?: Knex,
  ): Promise<StoredModel | undefined> {
    const { storage } = resolved;
    const name =
      storage.kind === 'shared' ? ownerNameOf(storage.claimName) : undefined;
    const owner =
      name && (await this.options.clusterModels.readByName(name, cluster, trx));
    return owner &&
      owner.namespace === namespace &&
      storage.kind === 'shared' &&
      claimsOf(owner).includes(storage.claimName)
      ? owner
      : undefined;
  }
}

/** 400: a model's own claim is there by `enable_pvc`, and goes with the model. */
export function refuseOwnClaim({ name, resolved: { storage } }: Mounting) {
  if (storage.kind === 'shared' && isOwnClaim(storage.claimName, name)) {
    throw invalidRequest([
      {
        field: 'deployment_config.shared_pvc',
        message: `must be a claim of others: ${storage.claimName} is the model's own, which enable_pvc mounts`,
      },
    ]);
  }
}
