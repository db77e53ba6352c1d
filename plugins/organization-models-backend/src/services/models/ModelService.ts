import type {
  Diagnosis,
  Events,
  ForgottenModel,
  Generation,
  History,
  Manifests,
  Model,
  Plan,
  Pods,
  WorkloadList,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { ModelFilter } from '@orgmodels/backstage-plugin-organization-models-node';
import type { HistoryPage } from '../../database/models/DatabaseHistory';
import type { ListModels } from '../../database/models/listModels';
import type { StoredModel } from '../../domain/facts/StoredModel';
import type { Caller } from '../access/Caller';

/** A list as asked, apart from who asks. */
export type ListRequest = Omit<ListModels, 'organizationId' | 'permitted'>;

/** A page of a list; models are JSON, as `Model` describes them. */
export type ListedPage = {
  models: string[];
  total: number;
  next?: ListModels['after'];
};

/** A body as it came, not yet parsed. */
export type Body = unknown;

/** What a policy lets a caller see, within what its organization may. */
export type VisibleModels = 'all' | 'none' | PermissionCriteria<ModelFilter>;

/** What a watch tells of a model. */
export type WatchedModel = {
  model: Model;
  /** Only to the model's own organization. */
  findings?: Diagnosis['findings'];
};

/** What can be read; everything is for one caller and its organization. */
export interface ModelReads {
  list(
    request: ListRequest,
    caller: Caller,
    visible: Exclude<VisibleModels, 'none'>,
  ): Promise<ListedPage>;
  listWorkloads(
    caller: Caller,
    visible: { managed: VisibleModels; unmanaged: boolean },
  ): Promise<WorkloadList>;
  get(id: string, caller: Caller): Promise<Model>;
  /** The same as it is stored: how fresh it is, nobody asked. */
  getStored(id: string, caller: Caller): Promise<Model>;
  getHistory(id: string, page: HistoryPage, caller: Caller): Promise<History>;
  /** @param against - a generation to compare to; without it, the one before */
  getGeneration(
    id: string,
    wanted: { generation: number; against?: number },
    caller: Caller,
  ): Promise<Generation>;
  /**
   * The model as it is, and again each time that it changed; `undefined` and
   * the end when it is gone.
   */
  follow(
    id: string,
    caller: Caller,
    signal: AbortSignal,
  ): AsyncGenerator<Model | undefined>;
  /** The same with what is the matter with it, where that may be told. */
  watch(
    id: string,
    caller: Caller,
    signal: AbortSignal,
  ): AsyncGenerator<WatchedModel | undefined>;
  getManifests(id: string, caller: Caller): Promise<Manifests>;
  getPods(id: string, caller: Caller): Promise<Pods>;
  getEvents(id: string, caller: Caller): Promise<Events>;
  getDiagnosis(id: string, caller: Caller): Promise<Diagnosis>;
}

/** What can be changed; everything is for one caller and its organization. */
export interface ModelWrites {
  planCreate(body: Body, caller: Caller): Promise<Plan>;
  create(
    body: Body,
    caller: Caller,
    options: { idempotencyKey?: string },
  ): Promise<Model>;
  planUpdate(id: string, body: Body, caller: Caller): Promise<Plan>;
  /** @param options - `generation`: fails unless the model is at it */
  update(
    id: string,
    body: Body,
    caller: Caller,
    options: { generation?: number },
  ): Promise<Model>;
  planRefresh(id: string, body: Body, caller: Caller): Promise<Plan>;
  /** Takes the platform's present settings in, as a new generation. */
  refresh(
    id: string,
    body: Body,
    caller: Caller,
    options: { generation?: number },
  ): Promise<Model>;
  planRollback(id: string, body: Body, caller: Caller): Promise<Plan>;
  /** @param options - as for `update` */
  rollback(
    id: string,
    body: Body,
    caller: Caller,
    options: { generation?: number },
  ): Promise<Model>;
  planDelete(id: string, caller: Caller): Promise<Plan>;
  /** @param options - `planHash`: fails unless it does what was planned */
  delete(
    id: string,
    caller: Caller,
    options?: { planHash?: string },
  ): Promise<void>;
  /** Removes the model here alone: its cluster is not asked. */
  forget(id: string, caller: Caller): Promise<ForgottenModel>;
}

/**
 * Finds the ref of an organization by what a field of a body says.
 *
 * @throws a refusal naming the field when there is none
 */
export type FindOrganization = (text: string, field: string) => Promise<string>;

/** Taking over, handing back, moving and leaving alone; likewise. */
export interface ModelSteps {
  /** @param options - `isAdministrator`: of the portal */
  planAdoption(
    body: Body,
    caller: Caller,
    options: { isAdministrator: boolean },
  ): Promise<Plan>;
  /** Makes a workload that is there a model of the organization. */
  adopt(
    body: Body,
    caller: Caller,
    options: { isAdministrator: boolean },
  ): Promise<Model>;
  planRelease(id: string, body: Body, caller: Caller): Promise<Plan>;
  /** Forgets a model and leaves it running; @param options as for `update` */
  release(
    id: string,
    body: Body,
    caller: Caller,
    options: { generation?: number },
  ): Promise<Model>;
  planTransfer(
    id: string,
    body: Body,
    caller: Caller,
    options: { findOrganization: FindOrganization },
  ): Promise<Plan>;
  /** Gives a model to another organization; @param options as for `update` */
  transfer(
    id: string,
    body: Body,
    caller: Caller,
    options: { findOrganization: FindOrganization; generation?: number },
  ): Promise<Model>;
  /** Sets nothing back that others change, until a time. */
  pauseHealing(id: string, body: Body, caller: Caller): Promise<Model>;
  resumeHealing(id: string, caller: Caller): Promise<Model>;
}

/** The use cases, as callers have them: what they may see is found out here. */
export type ModelService = Omit<
  ModelReads,
  'list' | 'listWorkloads' | 'getStored'
> &
  ModelWrites &
  ModelSteps & {
    list(request: ListRequest, caller: Caller): Promise<ListedPage>;
    listWorkloads(caller: Caller): Promise<WorkloadList>;
    /** @throws 404 or 403 unless the caller may talk to the model */
    requireChat(id: string, caller: Caller): Promise<void>;
    /** Of models of the caller's organization, those it may talk to. */
    selectChat(models: StoredModel[], caller: Caller): Promise<StoredModel[]>;
  };
