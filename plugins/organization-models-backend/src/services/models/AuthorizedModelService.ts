import type { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
  type PermissionCriteria,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  clusterReadPermission,
  type Model,
  modelAdoptPermission,
  modelChatPermission,
  modelCreatePermission,
  modelDeletePermission,
  modelPauseHealingPermission,
  modelReadPermission,
  modelReleasePermission,
  modelTransferPermission,
  modelUpdatePermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type {
  ModelFilter,
  ModelResource,
} from '@orgmodels/backstage-plugin-organization-models-node';
import {
  type Caller,
  EVERY_ORGANIZATION,
  refuseEveryOrganization,
} from '../access/Caller';
import { isAllowed, requirePermission } from '../access/basicPermissions';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { modelNotFound } from '../errors';
import { toModel } from './toModel';
import type {
  Body,
  FindOrganization,
  ListRequest,
  ModelReads,
  ModelService,
  ModelSteps,
  ModelWrites,
  VisibleModels,
} from './ModelService';

export type Authorizer = {
  permissions: PermissionsService;
  /** Turns the conditions of a policy into a filter for the database. */
  toQuery(decision: PolicyDecision): PermissionCriteria<ModelFilter>;
  isAuthorized(decision: PolicyDecision, model: ModelResource): boolean;
};

/** How long a permission to read holds for who follows, in milliseconds. */
const RECHECK_MS = 60_000;

/**
 * Asks the policy before the service does anything. Tenancy is not its matter:
 * a policy that allows everything leaks nothing.
 */
export class AuthorizedModelService implements ModelService {
  constructor(
    private readonly reads: ModelReads,
    private readonly writes: ModelWrites,
    private readonly steps: ModelSteps,
    private readonly authorizer: Authorizer,
  ) {}

  async list(request: ListRequest, caller: Caller) {
    const decision = await this.#decide(modelReadPermission, caller);
    const visible = this.#toVisible(decision);
    return visible === 'none'
      ? { models: [], total: 0 }
      : this.reads.list(request, caller, visible);
  }

  async listWorkloads(caller: Caller) {
    const decision = await this.#decide(modelReadPermission, caller);
    const { permissions } = this.authorizer;
    const unmanaged = await isAllowed(clusterReadPermission, {
      permissions,
      caller,
    });
    return this.reads.listWorkloads(caller, {
      managed: this.#toVisible(decision),
      unmanaged,
    });
  }

  async get(id: string, caller: Caller) {
    return this.#check(modelReadPermission, id, caller);
  }

  async planCreate(body: Body, caller: Caller) {
    refuseEveryOrganization(caller);
    await this.#requireBasic(modelCreatePermission, caller);
    return this.writes.planCreate(body, caller);
  }

  async create(
    body: Body,
    caller: Caller,
    options: { idempotencyKey?: string },
  ) {
    refuseEveryOrganization(caller);
    await this.#requireBasic(modelCreatePermission, caller);
    return this.writes.create(body, caller, options);
  }

  async planUpdate(id: string, body: Body, caller: Caller) {
    await this.#checkChange(modelUpdatePermission, id, caller);
    return this.writes.planUpdate(id, body, caller);
  }

  async update(
    id: string,
    body: Body,
    caller: Caller,
    options: { generation?: number },
  ) {
    await this.#checkChange(modelUpdatePermission, id, caller);
    return this.writes.update(id, body, caller, options);
  }

  async planRefresh(id: string, body: Body, caller: Caller) {
    await this.#checkChange(modelUpdatePermission, id, caller);
    return this.writes.planRefresh(id, body, caller);
  }

  async refresh(
    id: string,
    body: Body,
    caller: Caller,
    options: { generation?: number },
  ) {
    await this.#checkChange(modelUpdatePermission, id, caller);
    return this.writes.refresh(id, body, caller, options);
  }

  async planRollback(id: string, body: Body, caller: Caller) {
    await this.#checkChange(modelUpdatePermission, id, caller);
    return this.writes.planRollback(id, body, caller);
  }

  async rollback(
    id: string,
    body: Body,
    caller: Caller,
    options: { generation?: number },
  ) {
    await this.#checkChange(modelUpdatePermission, id, caller);
    return this.writes.rollback(id, body, caller, options);
  }

  async planAdoption(
    body: Body,
    caller: Caller,
    options: { isAdministrator: boolean },
  ) {
    refuseEveryOrganization(caller);
    await this.#requireBasic(modelAdoptPermission, caller);
    return this.steps.planAdoption(body, caller, options);
  }

  async adopt(
    body: Body,
    caller: Caller,
    options: { isAdministrator: boolean },
  ) {
    refuseEveryOrganization(caller);
    await this.#requireBasic(modelAdoptPermission, caller);
    return this.steps.adopt(body, caller, options);
  }

  async planRelease(id: string, body: Body, caller: Caller) {
    await this.#checkChange(modelReleasePermission, id, caller);
    return this.steps.planRelease(id, body, caller);
  }

  async release(
    id: string,
    body: Body,
    caller: Caller,
    options: { generation?: number },
  ) {
    await this.#checkChange(modelReleasePermission, id, caller);
    return this.steps.release(id, body, caller, options);
  }

  async planTransfer(
    id: string,
    body: Body,
    caller: Caller,
    options: { findOrganization: FindOrganization },
  ) {
    await this.#checkChange(modelTransferPermission, id, caller);
    return this.steps.planTransfer(id, body, caller, options);
  }

  async transfer(
    id: string,
    body: Body,
    caller: Caller,
    options: { findOrganization: FindOrganization; generation?: number },
  ) {
    await this.#checkChange(modelTransferPermission, id, caller);
    return this.steps.transfer(id, body, caller, options);
  }

  async pauseHealing(id: string, body: Body, caller: Caller) {
    await this.#checkChange(modelPauseHealingPermission, id, caller);
    return this.steps.pauseHealing(id, body, caller);
  }

  async resumeHealing(id: string, caller: Caller) {
    await this.#checkChange(modelPauseHealingPermission, id, caller);
    return this.steps.resumeHealing(id, caller);
  }

  async planDelete(id: string, caller: Caller) {
    await this.#checkChange(modelDeletePermission, id, caller);
    return this.writes.planDelete(id, caller);
  }

  async delete(id: string, caller: Caller, options?: { planHash?: string }) {
    await this.#checkChange(modelDeletePermission, id, caller);
    return this.writes.delete(id, caller, options);
  }

  async forget(id: string, caller: Caller) {
    await this.#checkChange(modelDeletePermission, id, caller);
    return this.writes.forget(id, caller);
  }

  async getHistory(
    id: string,
    page: Parameters<ModelReads['getHistory']>[1],
    caller: Caller,
  ) {
    await this.#checkOwn(modelReadPermission, id, caller);
    return this.reads.getHistory(id, page, caller);
  }

  async getGeneration(
    id: string,
    wanted: { generation: number; against?: number },
    caller: Caller,
  ) {
    await this.#checkOwn(modelReadPermission, id, caller);
    return this.reads.getGeneration(id, wanted, caller);
  }

  async *follow(id: string, caller: Caller, signal: AbortSignal) {
    const states = this.reads.follow(id, caller, signal);
    yield* this.#recheck(id, caller, { states, modelOf: model => model });
  }

  async *watch(id: string, caller: Caller, signal: AbortSignal) {
    const states = this.reads.watch(id, caller, signal);
    yield* this.#recheck(id, caller, { states, modelOf: ({ model }) => model });
  }

  // Tenancy is looked at with each change, the policy from time to time
  async *#recheck<State>(
    id: string,
    caller: Caller,
    {
      states,
      modelOf,
    }: {
      states: AsyncIterable<State | undefined>;
      modelOf(state: State): Model;
    },
  ): AsyncGenerator<State | undefined> {
    await this.#check(modelReadPermission, id, caller);
    let checkedAt = performance.now();
    for await (const state of states) {
      if (state && performance.now() - checkedAt > RECHECK_MS) {
        await this.#require(modelReadPermission, modelOf(state), caller);
        checkedAt = performance.now();
      }
      yield state;
    }
  }

  async getManifests(id: string, caller: Caller) {
    await this.#checkOwn(modelReadPermission, id, caller);
    return this.reads.getManifests(id, caller);
  }

  async getPods(id: string, caller: Caller) {
    await this.#checkOwn(modelReadPermission, id, caller);
    return this.reads.getPods(id, caller);
  }

  async getEvents(id: string, caller: Caller) {
    await this.#checkOwn(modelReadPermission, id, caller);
    return this.reads.getEvents(id, caller);
  }

  async getDiagnosis(id: string, caller: Caller) {
    await this.#checkOwn(modelReadPermission, id, caller);
    return this.reads.getDiagnosis(id, caller);
  }

  /** An organization's own model, for whoever has the permission on it. */
  async permit(
    permission: ResourcePermission,
    id: string,
    caller: Caller,
  ): Promise<Model> {
    return this.#checkOwn(permission, id, caller);
  }

  async requireChat(id: string, caller: Caller) {
    await this.#checkOwn(modelChatPermission, id, caller);
  }

  async selectChat(models: StoredModel[], caller: Caller) {
    return this.#select(modelChatPermission, models, caller);
  }

  /** Of models of the caller's organization, those it may read. */
  async selectRead(models: StoredModel[], caller: Caller) {
    return this.#select(modelReadPermission, models, caller);
  }

  async #select(
    permission: ResourcePermission,
    models: StoredModel[],
    caller: Caller,
  ): Promise<StoredModel[]> {
    const decision = await this.#decide(permission, caller);
    return models.filter(
      model =>
        model.organizationId === caller.organizationId &&
        this.#fits(decision, toModel(model)),
    );
  }

  // What the organization may not see is not found, before any policy is asked
  async #check(
    permission: ResourcePermission,
    id: string,
    caller: Caller,
  ): Promise<Model> {
    return this.#require(permission, await this.reads.get(id, caller), caller);
  }

  // A public model of others can be read: for all else it does not exist
  async #checkOwn(
    permission: ResourcePermission,
    id: string,
    caller: Caller,
  ): Promise<Model> {
    const model = await this.reads.getStored(id, caller);
    const { organizationId } = caller;
    if (![EVERY_ORGANIZATION, model.organization_id].includes(organizationId)) {
      throw modelNotFound(id);
    }
    return this.#require(permission, model, caller);
  }

  async #checkChange(
    permission: ResourcePermission,
    id: string,
    caller: Caller,
  ): Promise<Model> {
    refuseEveryOrganization(caller);
    return this.#checkOwn(permission, id, caller);
  }

  async #require(
    permission: ResourcePermission,
    model: Model,
    caller: Caller,
  ): Promise<Model> {
    const decision = await this.#decide(permission, caller);
    if (!this.#fits(decision, model)) {
      throw new NotAllowedError(`The permission ${permission.name} is needed`);
    }
    return model;
  }

  #toVisible(decision: PolicyDecision): VisibleModels {
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return 'all';
      case AuthorizeResult.CONDITIONAL:
        return this.authorizer.toQuery(decision);
      default:
        return 'none';
    }
  }

  #fits(decision: PolicyDecision, model: Model): boolean {
    return decision.result === AuthorizeResult.CONDITIONAL
      ? this.authorizer.isAuthorized(decision, toResource(model))
      : decision.result === AuthorizeResult.ALLOW;
  }

  async #decide(
    permission: ResourcePermission,
    caller: Caller,
  ): Promise<PolicyDecision> {
    const { permissions } = this.authorizer;
    const [decision] = await permissions.authorizeConditional(
      [{ permission }],
      caller,
    );
    return decision;
  }

  async #requireBasic(
    permission: BasicPermission,
    caller: Caller,
  ): Promise<void> {
    const { permissions } = this.authorizer;
    await requirePermission(permission, { permissions, caller });
  }
}

export function toResource(model: Model): ModelResource {
  return {
    id: model.id,
    organizationId: model.organization_id,
    createdBy: model.created_by,
    modelType: model.model_type,
    tags: model.tags,
  };
}
