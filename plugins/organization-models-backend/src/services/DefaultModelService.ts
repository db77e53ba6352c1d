import {
  type Model,
  parseModelSpec,
  type Plan,
  type PlanWarning,
  type Workload,
  type WorkloadList,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { ModelFilter } from '@orgmodels/backstage-plugin-organization-models-node';
import { isEqual, isPlainObject, omit } from 'lodash';
import type { DatabaseHistory } from '../database/DatabaseHistory';
import type { DatabaseIdempotencyKeys } from '../database/DatabaseIdempotencyKeys';
import type { DatabaseModels } from '../database/DatabaseModels';
import type { DatabaseObservations } from '../database/DatabaseObservations';
import { buildManifests } from '../domain/desired/buildManifests';
import { buildTokenSecret } from '../domain/desired/buildTokenSecret';
import { maskSecrets } from '../domain/desired/maskSecrets';
import { describePod } from '../domain/diagnosis/describePod';
import type { StoredSpec } from '../domain/facts/ResolvedModel';
import type { StoredModel } from '../domain/facts/StoredModel';
import { diffSpecs } from '../domain/plan/diffSpecs';
import type { Caller } from './Caller';
import type { ClusterGateway } from './ClusterGateway';
import {
  clusterUnavailable,
  conflict,
  invalidRequest,
  ModelApiError,
  modelNotFound,
  notInKubernetes,
} from './errors';
import { mergeSpec } from './mergeSpec';
import { type ModelPlanner, nameTaken, type PlannedCluster } from './ModelPlanner';
import type { ModelResolver } from './ModelResolver';
import type { Body, ListRequest, ModelService } from './ModelService';
import { newModelId } from './newModelId';
import { toModel } from './toModel';

export type ModelServiceOptions = {
  models: DatabaseModels;
  history: DatabaseHistory;
  observations: DatabaseObservations;
  idempotencyKeys: DatabaseIdempotencyKeys;
  planner: ModelPlanner;
  resolver: ModelResolver;
  gateway: ClusterGateway;
  /** The first is the default. */
  clusters: PlannedCluster[];
  now(): Date;
  /** A model was changed and marked: there is work. */
  onMarked(): void;
};

/** A parsed body: what is stored, and what must never be. */
type Asked = { spec: StoredSpec; token?: string; planHash?: string; restart?: boolean };

type Prepared = {
  model: StoredModel;
  asked: Asked;
  plan: Plan;
};

/** The fields of a spec that change no object in the cluster. */
const LABELS_ONLY = ['display_name', 'description', 'tags', 'is_public', 'model_type'];

/** The only writer of specs. It knows tenancy, and nothing of permissions. */
export class DefaultModelService implements ModelService {
  constructor(private readonly options: ModelServiceOptions) {}

  async list(
    request: ListRequest,
    caller: Caller,
    permitted?: PermissionCriteria<ModelFilter>,
  ) {
    const { models, total, hasMore } = await this.options.models.list({
      ...request,
      organizationId: caller.organizationId,
      permitted,
    });
    const shown = models.map(toModel);
    return { models: shown, total, ...(hasMore ? { last: shown.at(-1) } : {}) };
  }

  async listWorkloads(caller: Caller): Promise<WorkloadList> {
    const workloads = await this.options.observations.readWorkloads();
    const ids = workloads.flatMap(({ workload }) => workload.modelId ?? []);
    const managed = new Map(
      (await this.options.models.readByIds(ids)).map(model => [model.id, model]),
    );
    const visible = workloads.flatMap(({ cluster, workload }) => {
      const model = workload.modelId ? managed.get(workload.modelId) : undefined;
      if (model) {
        return mayRead(model, caller) ? [toManagedWorkload(model, workload.createdAt)] : [];
      }
      return [toUnmanagedWorkload(cluster, workload)];
    });
    return { models: visible, total: visible.length };
  }

  async get(id: string, caller: Caller): Promise<Model> {
    return toModel(await this.#read(id, caller));
  }

  async planCreate(body: Body, caller: Caller): Promise<Plan> {
    return (await this.#prepareCreate(body, caller)).plan;
  }

  async create(
    body: Body,
    caller: Caller,
    { idempotencyKey }: { idempotencyKey?: string },
  ): Promise<Model> {
    if (!idempotencyKey) {
      return toModel(await this.#create(body, caller));
    }
    const { idempotencyKeys, models, now } = this.options;
    const claim = { caller, key: idempotencyKey, body, now: now() };
    const known = await idempotencyKeys.claim(claim);
    switch (known.state) {
      case 'reused':
        throw conflict('IdempotencyKeyReused', 'The Idempotency-Key was used with another body: take a new key');
      case 'atWork':
        throw conflict('IdempotencyKeyReused', 'The first request with this Idempotency-Key is still at work', 2);
      case 'answered': {
        const model = await models.readVisible(known.modelId, caller.organizationId);
        if (model) {
          return toModel(model);
        }
        throw modelNotFound(known.modelId);
      }
      default:
    }
    try {
      const model = await this.#create(body, caller);
      await idempotencyKeys.answer(claim, model.id);
      return toModel(model);
    } catch (error) {
      await idempotencyKeys.release(claim);
      throw error;
    }
  }

  async planUpdate(id: string, body: Body, caller: Caller): Promise<Plan> {
    const before = await this.#readOwn(id, caller);
    const asked = this.#parseUpdate(before, body);
    return (await this.#prepareUpdate(before, asked)).plan;
  }

  async update(
    id: string,
    body: Body,
    caller: Caller,
    { generation }: { generation?: number },
  ): Promise<Model> {
    const before = await this.#readOwn(id, caller);
    refuseDeleting(before);
    refuseOtherGeneration(before, generation);
    const asked = this.#parseUpdate(before, body);
    if (isEqual(asked.spec, before.spec) && !asked.token) {
      return toModel(before);
    }
    const model = this.#changesNoObject(before, asked)
      ? this.#next(before, asked.spec, before.resolved, before.status)
      : (await this.#prepareUpdate(before, asked)).model;
    await this.#writeToken(model, asked.token);
    const outcome = await this.options.models.updateAsked(model, {
      expected: before.generation,
      history: {
        at: model.updatedAt,
        kind: 'action',
        code: 'Updated',
        message: 'The model was changed',
        actor: caller.subject,
        generation: model.generation,
        changes: [
          ...diffSpecs(before.spec, model.spec),
          ...(asked.token ? [{ path: 'deployment_config.hugging_face_token' }] : []),
        ],
      },
    });
    if (outcome === 'raced') {
      return this.#explainRace(id, caller, generation, body);
    }
    this.options.onMarked();
    return this.get(id, caller);
  }

  async delete(id: string, caller: Caller): Promise<void> {
    const model = await this.#readOwn(id, caller);
    const at = this.options.now().toISOString();
    await this.options.models.requestDeletion(model, {
      at,
      history: {
        at,
        kind: 'action',
        code: 'Deleted',
        message: 'The deletion of the model was asked for',
        actor: caller.subject,
        generation: model.generation,
      },
    });
    this.options.onMarked();
  }

  async getHistory(id: string, page: { limit: number; before?: string }, caller: Caller) {
    const model = await this.#readOwn(id, caller);
    return this.options.history.read(model.id, page);
  }

  async getManifests(id: string, caller: Caller) {
    const model = await this.#readOwn(id, caller);
    const cluster = this.options.clusters.find(({ name }) => name === model.cluster);
    if (!cluster) {
      throw notInKubernetes();
    }
    const facts = await this.options.planner.readLastFacts(cluster.name);
    const context = this.options.planner.contextOf(model, cluster, facts);
    return { manifests: buildManifests(context).map(maskSecrets) };
  }

  async getPods(id: string, caller: Caller) {
    const model = await this.#readOwn(id, caller);
    const known = await this.options.observations.read(model.id);
    const { pods = [], events = [], deployment } = known?.observation.model ?? {};
    const now = this.options.now();
    return {
      pods: pods.map(pod => ({
        name: pod.name,
        phase: pod.phase,
        ready: pod.ready,
        restarts: pod.containers.reduce((sum, { restarts }) => sum + restarts, 0),
        node: pod.node,
        reason: describePod(pod, { events, now }),
        created_at: pod.createdAt,
        current: !deployment?.newestTemplateHash || pod.templateHash === deployment.newestTemplateHash,
      })),
      observed_at: known?.observedAt,
    };
  }

  async getEvents(id: string, caller: Caller) {
    const model = await this.#readOwn(id, caller);
    const known = await this.options.observations.read(model.id);
    return {
      events: (known?.observation.model.events ?? []).map(event => ({
        type: event.type,
        reason: event.reason,
        message: event.message,
        object: `${event.object.kind}/${event.object.name}`,
        count: event.count,
        first_at: event.firstAt,
        last_at: event.lastAt,
      })),
      observed_at: known?.observedAt,
    };
  }

  async #read(id: string, caller: Caller): Promise<StoredModel> {
    const model = await this.options.models.readVisible(id, caller.organizationId);
    if (!model) {
      throw modelNotFound(id);
    }
    return model;
  }

  // A public model of others can be read, and nothing else
  async #readOwn(id: string, caller: Caller): Promise<StoredModel> {
    const model = await this.#read(id, caller);
    if (model.organizationId !== caller.organizationId) {
      throw modelNotFound(id);
    }
    return model;
  }

  async #create(body: Body, caller: Caller): Promise<StoredModel> {
    const { model, asked, plan } = await this.#prepareCreate(body, caller);
    refuseOutdated(plan, asked.planHash);
    const secret = asked.token && buildTokenSecret(this.#contextOf(model), asked.token);
    const outcome = await this.options.models.insert(model, {
      history: {
        at: model.createdAt,
        kind: 'action',
        code: 'Created',
        message: 'The model was created',
        actor: caller.subject,
        generation: 1,
      },
      // The token is nowhere else: without its Secret there is no model
      beforeCommit: secret
        ? () => this.options.gateway.applySecret(model.cluster, secret)
        : undefined,
    });
    if (outcome === 'nameTaken') {
      throw nameTaken(model.name);
    }
    this.options.onMarked();
    return model;
  }

  async #prepareCreate(body: Body, caller: Caller): Promise<Prepared> {
    const asked = parseBody(body);
    const cluster = this.#clusterOf(asked.spec);
    const facts = await this.options.planner.readFacts(cluster.name);
    await this.#refuseTakenName(asked.spec.name, cluster.name);
    const { resolved, warnings } = await this.options.resolver.resolve(asked.spec, {
      facts,
      storageClass: cluster.storageClass,
      token: asked.token,
      hasOwnToken: false,
    });
    const at = this.options.now().toISOString();
    const model: StoredModel = {
      id: newModelId(),
      organizationId: caller.organizationId,
      cluster: cluster.name,
      namespace: cluster.namespace,
      name: asked.spec.name,
      createdBy: caller.subject,
      createdAt: at,
      updatedAt: at,
      spec: asked.spec,
      resolved,
      generation: 1,
      status: 'pending',
      conditions: [],
      replicas: { desired: 0, ready: 0, available: 0, updated: 0 },
      observedGeneration: 0,
      applied: [],
      heals: [],
    };
    const { plan } = await this.options.planner.plan(model, { cluster, facts, warnings });
    return { model, asked, plan };
  }

  async #prepareUpdate(before: StoredModel, asked: Asked): Promise<Prepared> {
    const cluster = this.#clusterOf(before.spec, before.cluster);
    const facts = await this.options.planner.readFacts(cluster.name);
    const { resolved, warnings } = await this.options.resolver.resolve(asked.spec, {
      facts,
      storageClass: cluster.storageClass,
      token: asked.token,
      hasOwnToken: before.resolved.token.kind === 'own',
    });
    refuseStorageChange(before, resolved.storage);
    const model = this.#next(before, asked.spec, resolved, 'updating');
    const extra: PlanWarning[] = [];
    const { plan } = await this.options.planner.plan(model, {
      cluster,
      facts,
      warnings: [...warnings, ...extra],
      before,
    });
    refuseOutdated(plan, asked.planHash);
    return { model, asked, plan };
  }

  #next(
    before: StoredModel,
    spec: StoredSpec,
    resolved: StoredModel['resolved'],
    status: StoredModel['status'],
  ): StoredModel {
    return {
      ...before,
      spec,
      resolved,
      status,
      generation: before.generation + 1,
      updatedAt: this.options.now().toISOString(),
    };
  }

  #parseUpdate(before: StoredModel, body: Body): Asked {
    if (!isPlainObject(body)) {
      throw invalidRequest([{ field: 'body', message: 'must be a JSON object' }]);
    }
    const { plan_hash, restart, ...fields } = body as Record<string, unknown>;
    const merged = mergeSpec(before.spec, toModel(before), stripShownToken(fields));
    const asked = parseBody({ ...merged.body, plan_hash }, merged.problems);
    return { ...asked, restart: restart === true };
  }

  #changesNoObject(before: StoredModel, { spec, token }: Asked): boolean {
    return !token && isEqual(omit(spec, LABELS_ONLY), omit(before.spec, LABELS_ONLY));
  }

  async #writeToken(model: StoredModel, token: string | undefined): Promise<void> {
    const secret = token && buildTokenSecret(this.#contextOf(model), token);
    if (secret) {
      await this.options.gateway.applySecret(model.cluster, secret);
    }
  }

  async #explainRace(
    id: string,
    caller: Caller,
    generation: number | undefined,
    body: Body,
  ): Promise<Model> {
    const now = await this.#readOwn(id, caller);
    refuseDeleting(now);
    refuseOtherGeneration(now, generation);
    // Nobody asked to be held to a generation: lay the change over the newer one
    return this.update(id, body, caller, {});
  }

  #contextOf(model: StoredModel) {
    const cluster = this.#clusterOf(model.spec, model.cluster);
    return this.options.planner.contextOf(model, cluster, NO_FACTS);
  }

  #clusterOf(spec: StoredSpec, fixed?: string): PlannedCluster {
    const { clusters } = this.options;
    if (clusters.length === 0) {
      throw notInKubernetes();
    }
    const wanted = fixed ?? spec.deployment_config?.cluster;
    const found = wanted ? clusters.find(({ name }) => name === wanted) : clusters[0];
    if (!found && fixed) {
      throw clusterUnavailable(fixed, 'it is not configured any more');
    }
    if (!found) {
      const names = clusters.map(({ name }) => name).join(', ');
      throw invalidRequest([
        { field: 'deployment_config.cluster', message: `must be one of ${names}` },
      ]);
    }
    return found;
  }

  async #refuseTakenName(name: string, cluster: string): Promise<void> {
    const workloads = await this.options.observations.readWorkloadsNamed(name, cluster);
    const taken = await this.options.models.isNameTaken(name, cluster);
    if (taken || workloads > 0) {
      throw nameTaken(name);
    }
  }
}

const NO_FACTS = {
  nodes: [],
  customResources: [],
  operators: [],
  storageClasses: [],
  namespaces: [],
};

function parseBody(
  body: Body,
  problems: { field: string; message: string }[] = [],
): Asked {
  if (!isPlainObject(body)) {
    throw invalidRequest([{ field: 'body', message: 'must be a JSON object' }]);
  }
  const { plan_hash, ...fields } = body as Record<string, unknown>;
  if (plan_hash !== undefined && typeof plan_hash !== 'string') {
    problems.push({ field: 'plan_hash', message: 'must be the plan_hash of a plan' });
  }
  const parsed = parseModelSpec(fields);
  if (parsed.outcome === 'invalid') {
    throw invalidRequest([...problems, ...parsed.problems]);
  }
  if (problems.length > 0) {
    throw invalidRequest(problems);
  }
  const { deployment_config, ...rest } = parsed.spec;
  const { hugging_face_token: token, ...config } = deployment_config ?? {};
  const spec: StoredSpec = deployment_config ? { ...rest, deployment_config: config } : rest;
  return { spec, token, planHash: plan_hash as string | undefined };
}

// Shown by GET, so it comes back with GET → edit → PUT
function stripShownToken(fields: Record<string, unknown>): Record<string, unknown> {
  return isPlainObject(fields.deployment_config)
    ? {
        ...fields,
        deployment_config: omit(fields.deployment_config as object, 'has_hugging_face_token'),
      }
    : fields;
}

function refuseDeleting(model: StoredModel) {
  if (model.deletionRequestedAt) {
    throw conflict('ModelDeleting', `The model ${model.name} is being deleted and cannot be changed`);
  }
}

function refuseOtherGeneration(model: StoredModel, generation: number | undefined) {
  if (generation !== undefined && generation !== model.generation) {
    throw new ModelApiError('PreconditionFailedError', {
      statusCode: 412,
      code: 'GenerationConflict',
      message: `The model is at generation ${model.generation}, not ${generation}: read it again`,
      details: { generation: model.generation },
    });
  }
}

function refuseOutdated(plan: Plan, agreed: string | undefined) {
  if (agreed !== undefined && agreed !== plan.plan_hash) {
    throw conflict('PlanOutdated', 'The plan that was agreed to no longer holds: plan again');
  }
}

function refuseStorageChange(before: StoredModel, storage: StoredModel['resolved']['storage']) {
  const old = before.resolved.storage;
  if (old.kind === 'own' && storage.kind === 'own' && old.storageClass !== storage.storageClass) {
    throw invalidRequest([
      { field: 'deployment_config.storage_class', message: `cannot be changed from ${old.storageClass}: a volume keeps its class` },
    ]);
  }
}

function mayRead(model: StoredModel, { organizationId }: Caller): boolean {
  return model.organizationId === organizationId || model.spec.is_public === true;
}

function toManagedWorkload(model: StoredModel, createdAt: string): Workload {
  const shown = toModel(model);
  return {
    id: shown.id,
    name: shown.name,
    namespace: shown.namespace,
    cluster: shown.cluster,
    is_managed: true,
    status: shown.status,
    replicas: shown.replicas,
    created_at: createdAt,
    model_type: shown.model_type,
    display_name: shown.display_name,
    description: shown.description,
  };
}

function toUnmanagedWorkload(
  cluster: string,
  workload: Awaited<ReturnType<DatabaseObservations['readWorkloads']>>[number]['workload'],
): Workload {
  const { wantedReplicas: desired, readyReplicas: ready } = workload;
  return {
    name: workload.name,
    namespace: workload.namespace,
    cluster,
    is_managed: false,
    status: unmanagedStatus(desired, ready),
    replicas: {
      desired,
      ready,
      available: workload.availableReplicas,
      updated: workload.updatedReplicas,
    },
    created_at: workload.createdAt,
  };
}

function unmanagedStatus(desired: number, ready: number) {
  if (desired === 0) {
    return 'stopped' as const;
  }
  if (ready === 0) {
    return 'creating' as const;
  }
  return ready < desired ? ('degraded' as const) : ('running' as const);
}
