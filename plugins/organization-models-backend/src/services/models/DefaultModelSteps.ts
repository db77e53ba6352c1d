import type {
  Model,
  Plan,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { DatabaseSpecs } from '../../database/models/DatabaseSpecs';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { parseRelease } from '../acceptance/parsing/parseRelease';
import { parseTransfer } from '../acceptance/parsing/parseTransfer';
import {
  refuseOtherGeneration,
  refuseOutdated,
} from '../acceptance/refuseChange';
import { nameTaken } from '../acceptance/trying/refuseTrials';
import { actorOf, type Caller } from '../access/Caller';
import type { TransferPreparer } from '../acceptance/TransferPreparer';
import type { ModelAdopter } from '../adoption/ModelAdopter';
import type { Body, FindOrganization, ModelSteps } from './ModelService';
import type { OwnModels } from './OwnModels';
import { parsePause } from './parsePause';
import { planRelease } from './planRelease';
import { toModel } from './toModel';

/** Whose a model is, and who keeps it. Knows nothing of permissions. */
export class DefaultModelSteps implements ModelSteps {
  constructor(
    private readonly options: {
      specs: DatabaseSpecs;
      own: OwnModels;
      transfers: TransferPreparer;
      adopter: ModelAdopter;
      now(): Date;
      /** A model was made or changed, and marked: there is work, and news. */
      onAsked(model: StoredModel): void;
      /** An organization has a model no more. */
      onForgotten(model: StoredModel): void;
    },
  ) {}

  async planAdoption(
    body: Body,
    caller: Caller,
    { isAdministrator }: { isAdministrator: boolean },
  ): Promise<Plan> {
    const { plan } = await this.options.adopter.prepare(body, caller, {
      dryRun: true,
      isAdministrator,
    });
    return plan;
  }

  async adopt(
    body: Body,
    caller: Caller,
    { isAdministrator }: { isAdministrator: boolean },
  ): Promise<Model> {
    const { specs, adopter } = this.options;
    const { model, plan } = await adopter.prepare(body, caller, {
      dryRun: false,
      isAdministrator,
    });
    const outcome = await specs.insert(model, {
      history: {
        at: model.createdAt,
        kind: 'action',
        code: 'Adopted',
        message: `Deployment ${model.namespace}/${model.name} was adopted, ${
          plan.restarts.pods > 0 ? 'with new pods' : 'without a restart'
        }`,
        ...actorOf(caller),
        generation: 1,
      },
      within: trx => this.options.own.hold(trx, model),
    });
    if (outcome === 'nameTaken') {
      throw nameTaken(model.name);
    }
    caller.trail?.note({ modelId: model.id, generation: 1 });
    this.options.onAsked(model);
    return toModel(model);
  }

  async planRelease(id: string, body: Body, caller: Caller): Promise<Plan> {
    const { plan } = await this.#prepareRelease(id, body, caller, {});
    return plan;
  }

  async release(
    id: string,
    body: Body,
    caller: Caller,
    options: { generation?: number },
  ): Promise<Model> {
    const { model } = await this.#prepareRelease(id, body, caller, options);
    const at = this.options.now().toISOString();
    await this.options.specs.requestDeletion(model, {
      at,
      policy: 'release',
      history: {
        at,
        kind: 'action',
        code: 'Released',
        message: 'The release of the model was asked for: it runs on',
        ...actorOf(caller),
        generation: model.generation,
      },
    });
    this.options.onAsked(model);
    return toModel(await this.options.own.read(id, caller));
  }

  async #prepareRelease(
    id: string,
    body: Body,
    caller: Caller,
    { generation }: { generation?: number },
  ) {
    const model = await this.options.own.readChangeable(id, caller);
    refuseOtherGeneration(model, generation);
    const planHash = parseRelease(model, body);
    const plan = planRelease(model);
    refuseOutdated(plan, planHash);
    return { model, plan };
  }

  async planTransfer(
    id: string,
    body: Body,
    caller: Caller,
    options: { findOrganization: FindOrganization },
  ): Promise<Plan> {
    const { plan } = await this.#prepareTransfer(id, body, caller, {
      ...options,
      dryRun: true,
    });
    return plan;
  }

  async transfer(
    id: string,
    body: Body,
    caller: Caller,
    options: { findOrganization: FindOrganization; generation?: number },
  ): Promise<Model> {
    const { before, model } = await this.#prepareTransfer(id, body, caller, {
      ...options,
      dryRun: false,
    });
    const outcome = await this.options.specs.update(model, {
      expected: before.generation,
      movedAt: Date.parse(model.updatedAt),
      within: trx => this.options.own.hold(trx, model, before),
      history: {
        at: model.updatedAt,
        kind: 'action',
        code: 'Transferred',
        message: `The model went from ${before.organizationId} to ${model.organizationId}`,
        ...actorOf(caller),
        generation: model.generation,
      },
    });
    if (outcome === 'raced') {
      await this.options.own.explainRace(id, caller, options.generation);
      return this.transfer(id, body, caller, options);
    }
    caller.trail?.note({
      from: before.organizationId,
      to: model.organizationId,
    });
    // Whoever had it is told, too
    this.options.onForgotten(before);
    this.options.onAsked(model);
    return toModel(model);
  }

  async #prepareTransfer(
    id: string,
    body: Body,
    caller: Caller,
    options: {
      dryRun: boolean;
      findOrganization: FindOrganization;
      generation?: number;
    },
  ) {
    const before = await this.options.own.readChangeable(id, caller);
    refuseOtherGeneration(before, options.generation);
    const asked = parseTransfer(before, body);
    const organizationId = await options.findOrganization(
      asked.organization_id,
      'organization_id',
    );
    const prepared = await this.options.transfers.prepare(
      before,
      organizationId,
      { dryRun: options.dryRun, planHash: asked.plan_hash },
    );
    return { before, ...prepared };
  }

  async pauseHealing(id: string, body: Body, caller: Caller): Promise<Model> {
    return this.#setHealingPause(
      id,
      parsePause(body, this.options.now()),
      caller,
    );
  }

  async resumeHealing(id: string, caller: Caller): Promise<Model> {
    return this.#setHealingPause(id, undefined, caller);
  }

  async #setHealingPause(
    id: string,
    until: string | undefined,
    caller: Caller,
  ): Promise<Model> {
    const model = await this.options.own.readChangeable(id, caller);
    if (until === model.healingPausedUntil) {
      return toModel(model);
    }
    await this.options.specs.saveHealingPause(model, until, {
      at: this.options.now().toISOString(),
      kind: 'action',
      code: until ? 'HealingPaused' : 'HealingResumed',
      message: until
        ? `What others change is not set back until ${until}`
        : 'What others change is set back again',
      ...actorOf(caller),
      generation: model.generation,
    });
    caller.trail?.note({ until: until ?? null });
    this.options.onAsked(model);
    return toModel(await this.options.own.read(id, caller));
  }
}
