import {
  type Model,
  type Plan,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { isEqual, isPlainObject, omit } from 'lodash';
import type {
  DatabaseIdempotencyKeys,
  KeyClaim,
} from '../database/DatabaseIdempotencyKeys';
import type { DatabaseModels } from '../database/DatabaseModels';
import type { DatabaseObservations } from '../database/DatabaseObservations';
import { buildTokenSecret } from '../domain/desired/buildTokenSecret';
import { type ClusterFacts, NO_FACTS } from '../domain/facts/ClusterFacts';
import type { StoredSpec } from '../domain/facts/ResolvedModel';
import type { StoredModel } from '../domain/facts/StoredModel';
import { diffSpecs } from '../domain/plan/diffSpecs';
import { type Caller, EVERY_ORGANIZATION } from './Caller';
import type { ClusterGateway } from './ClusterGateway';
import {
  clusterUnavailable,
  conflict,
  invalidRequest,
  modelNotFound,
  notInKubernetes,
} from './errors';
import { mergeSpec } from './mergeSpec';
import {
  type ModelPlanner,
  nameTaken,
  type PlannedCluster,
} from './ModelPlanner';
import type { ModelResolver, Resolution } from './ModelResolver';
import type { Body, ModelWrites } from './ModelService';
import { newModelId } from './newModelId';
import {
  type Asked,
  parseModelBody,
  withoutShownToken,
} from './parseModelBody';
import {
  refuseDeleting,
  refuseOtherGeneration,
  refuseOutdated,
  refuseStorageChange,
} from './refuseChange';
import { toModel } from './toModel';

export type ModelWritesOptions = {
  models: DatabaseModels;
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

type Prepared = {
  model: StoredModel;
  asked: Asked;
  plan: Plan;
};

/** The fields of a spec that change no object in the cluster. */
const LABELS_ONLY = ['display_name', 'description', 'tags', 'is_public'];

/** The only writer of specs. Knows tenancy, and nothing of permissions. */
export class DefaultModelWrites implements ModelWrites {
  constructor(private readonly options: ModelWritesOptions) {}

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
        throw conflict(
          'IdempotencyKeyReused',
          'The Idempotency-Key was used with another body: take a new key',
        );
      case 'atWork':
        throw conflict(
          'IdempotencyKeyReused',
          'The first request with this Idempotency-Key is still at work',
          2,
        );
      case 'answered': {
        const model = await models.readVisible(
          known.modelId,
          caller.organizationId,
        );
        if (model) {
          return toModel(model);
        }
        throw modelNotFound(known.modelId);
      }
      default:
    }
    try {
      return toModel(await this.#create(body, caller, claim));
    } catch (error) {
      await idempotencyKeys.release(claim);
      throw error;
    }
  }

  async planUpdate(id: string, body: Body, caller: Caller): Promise<Plan> {
    const before = await this.#readOwn(id, caller);
    refuseDeleting(before);
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
    if (changesNothing(before, asked)) {
      return toModel(before);
    }
    const model = needsNoChecks(before, asked)
      ? this.#next(
          before,
          asked.spec,
          before.resolved,
          statusAfter(before, asked),
        )
      : (await this.#prepareUpdate(before, asked)).model;
    const outcome = await this.options.models.updateAsked(model, {
      expected: before.generation,
      beforeCommit: () => this.#writeToken(model, asked),
      history: {
        at: model.updatedAt,
        kind: 'action',
        code: 'Updated',
        message: 'The model was changed',
        actor: caller.subject,
        generation: model.generation,
        changes: [
          ...diffSpecs(before.spec, model.spec),
          ...(asked.token === undefined
            ? []
            : [{ path: 'deployment_config.hugging_face_token' }]),
        ],
      },
    });
    if (outcome === 'raced') {
      return this.#explainRace(id, caller, generation, body);
    }
    this.options.onMarked();
    return toModel(await this.#readOwn(id, caller));
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

  async #readOwn(id: string, caller: Caller): Promise<StoredModel> {
    const model = await this.options.models.readVisible(
      id,
      caller.organizationId,
    );
    if (model?.organizationId !== caller.organizationId) {
      throw modelNotFound(id);
    }
    return model;
  }

  async #create(
    body: Body,
    caller: Caller,
    claim?: KeyClaim,
  ): Promise<StoredModel> {
    const { model, asked, plan } = await this.#prepareCreate(body, caller);
    refuseOutdated(plan, asked.planHash);
    const secret =
      asked.token && buildTokenSecret(this.#contextOf(model), asked.token);
    const outcome = await this.options.models.insert(model, {
      history: {
        at: model.createdAt,
        kind: 'action',
        code: 'Created',
        message: 'The model was created',
        actor: caller.subject,
        generation: 1,
      },
      beforeCommit: async trx => {
        if (claim) {
          await this.options.idempotencyKeys.answer(trx, claim, model.id);
        }
        // The token is nowhere else: without its Secret there is no model
        if (secret) {
          await this.options.gateway.applySecret(model.cluster, secret);
        }
      },
    });
    if (outcome === 'nameTaken') {
      throw nameTaken(model.name);
    }
    this.options.onMarked();
    return model;
  }

  async #prepareCreate(body: Body, caller: Caller): Promise<Prepared> {
    refuseEvery(caller);
    const asked = parseModelBody(body);
    const cluster = this.#clusterOf(asked.spec);
    const facts = await this.options.planner.readFacts(cluster.name);
    await this.#refuseTakenName(asked.spec.name, cluster.name);
    const { resolved, warnings } = await this.options.resolver.resolve(
      asked.spec,
      {
        facts,
        storageClass: cluster.storageClass,
        token: asked.token ?? undefined,
        hasOwnToken: false,
      },
    );
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
    const { plan } = await this.options.planner.plan(model, {
      cluster,
      facts,
      warnings,
    });
    return { model, asked, plan };
  }

  async #prepareUpdate(before: StoredModel, asked: Asked): Promise<Prepared> {
    const cluster = this.#clusterOf(before.spec, before.cluster);
    const facts = await this.options.planner.readFacts(cluster.name);
    const { resolved, warnings } = await this.#resolveAgain(before, asked, {
      facts,
      storageClass: cluster.storageClass,
    });
    refuseStorageChange(before, resolved.storage);
    const model = this.#next(before, asked.spec, resolved, 'updating');
    const { plan } = await this.options.planner.plan(model, {
      cluster,
      facts,
      warnings,
      before,
    });
    refuseOutdated(plan, asked.planHash);
    return { model, asked, plan };
  }

  // Starting again what was stopped must not change what it is
  async #resolveAgain(
    before: StoredModel,
    asked: Asked,
    context: { facts: ClusterFacts; storageClass: string | undefined },
  ): Promise<Resolution> {
    const resolution = isSameButState(before, asked)
      ? { resolved: before.resolved, warnings: [] }
      : await this.options.resolver.resolve(asked.spec, {
          ...context,
          token: asked.token ?? undefined,
          hasOwnToken:
            before.resolved.token.kind === 'own' && asked.token !== null,
        });
    const restartedBy = asked.restart
      ? before.generation + 1
      : before.resolved.restartedBy;
    return {
      ...resolution,
      resolved: { ...resolution.resolved, restartedBy },
    };
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
      throw invalidRequest([
        { field: 'body', message: 'must be a JSON object' },
      ]);
    }
    const { plan_hash, restart, ...fields } = body as Record<string, unknown>;
    const merged = mergeSpec(
      before.spec,
      toModel(before),
      withoutShownToken(fields),
    );
    const asked = parseModelBody({ ...merged.body, plan_hash }, [
      ...merged.problems,
      ...findRestartProblems(restart),
    ]);
    const token = removesToken(fields) ? null : asked.token;
    return { ...asked, token, restart: restart === true };
  }

  async #writeToken(model: StoredModel, { token }: Asked): Promise<void> {
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
    const found = wanted
      ? clusters.find(({ name }) => name === wanted)
      : clusters[0];
    if (!found && fixed) {
      throw clusterUnavailable(fixed, 'it is not configured any more');
    }
    if (!found) {
      const names = clusters.map(({ name }) => name).join(', ');
      throw invalidRequest([
        {
          field: 'deployment_config.cluster',
          message: `must be one of ${names}`,
        },
      ]);
    }
    return found;
  }

  async #refuseTakenName(name: string, cluster: string): Promise<void> {
    const workloads = await this.options.observations.readWorkloadsNamed(
      name,
      cluster,
    );
    const taken = await this.options.models.isNameTaken(name, cluster);
    if (taken || workloads > 0) {
      throw nameTaken(name);
    }
  }
}

function refuseEvery({ organizationId }: Caller) {
  if (organizationId === EVERY_ORGANIZATION) {
    throw invalidRequest([
      {
        field: 'X-Organization',
        message: 'must name one organization: * only reads',
      },
    ]);
  }
}

function changesNothing(before: StoredModel, asked: Asked): boolean {
  return (
    isEqual(asked.spec, before.spec) &&
    asked.token === undefined &&
    !asked.restart
  );
}

// What changes no object needs no cluster, and stopping needs no room in it –
// unless the change is to be held to a plan
function needsNoChecks(before: StoredModel, asked: Asked): boolean {
  return (
    asked.planHash === undefined &&
    !asked.restart &&
    (isSame(before, asked, LABELS_ONLY) ||
      (asked.spec.desired_state === 'stopped' && isSameButState(before, asked)))
  );
}

function isSameButState(before: StoredModel, asked: Asked): boolean {
  return isSame(before, asked, [...LABELS_ONLY, 'desired_state']);
}

function isSame(
  before: StoredModel,
  { spec, token }: Asked,
  apartFrom: string[],
): boolean {
  return (
    token === undefined &&
    isEqual(omit(spec, apartFrom), omit(before.spec, apartFrom))
  );
}

function findRestartProblems(restart: unknown) {
  return restart === undefined || typeof restart === 'boolean'
    ? []
    : [{ field: 'restart', message: 'must be true or false' }];
}

function removesToken({ deployment_config }: Record<string, unknown>): boolean {
  return (
    isPlainObject(deployment_config) &&
    (deployment_config as { hugging_face_token?: unknown })
      .hugging_face_token === null
  );
}

function statusAfter(
  before: StoredModel,
  { spec }: Asked,
): StoredModel['status'] {
  return spec.desired_state === before.spec.desired_state
    ? before.status
    : 'updating';
}
