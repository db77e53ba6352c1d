import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import type { DatabaseModels } from '../database/DatabaseModels';
import type { DatabaseObservations } from '../database/DatabaseObservations';
import { type ClusterFacts, NO_FACTS } from '../domain/facts/ClusterFacts';
import type { DesiredContext, StoredSpec } from '../domain/facts/ResolvedModel';
import type { StoredModel } from '../domain/facts/StoredModel';
import { type Caller, EVERY_ORGANIZATION } from './Caller';
import { clusterUnavailable, invalidRequest, notInKubernetes } from './errors';
import {
  type ModelPlanner,
  nameTaken,
  type PlannedCluster,
} from './ModelPlanner';
import type { ModelResolver, Resolution } from './ModelResolver';
import type { Body } from './ModelService';
import { newModelId } from './newModelId';
import { type Asked, parseModelBody } from './parseModelBody';
import { refuseOutdated, refuseStorageChange } from './refuseChange';
import { isSameButState, statusAfter } from './specChange';

/** A model as it would be stored, and what storing it would do. */
export type Prepared = { model: StoredModel; asked: Asked; plan: Plan };

/** Turns what is asked into a model that passed every check; stores nothing. */
export class ModelPreparer {
  constructor(
    private readonly options: {
      models: DatabaseModels;
      observations: DatabaseObservations;
      planner: ModelPlanner;
      resolver: ModelResolver;
      /** The first is the default. */
      clusters: PlannedCluster[];
      now(): Date;
    },
  ) {}

  async prepareCreate(body: Body, caller: Caller): Promise<Prepared> {
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
    refuseOutdated(plan, asked.planHash);
    return { model, asked, plan };
  }

  async prepareUpdate(before: StoredModel, asked: Asked): Promise<Prepared> {
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

  /** The next generation of what needs no checks. */
  prepareUnchecked(before: StoredModel, asked: Asked): StoredModel {
    const status = statusAfter(before, asked);
    return this.#next(before, asked.spec, before.resolved, status);
  }

  /** For objects that depend on no fact of the cluster. */
  contextOf(model: StoredModel): DesiredContext {
    const cluster = this.#clusterOf(model.spec, model.cluster);
    return this.options.planner.contextOf(model, cluster, NO_FACTS);
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
    const [workloads, taken] = await Promise.all([
      this.options.observations.readWorkloadsNamed(name, cluster),
      this.options.models.isNameTaken(name, cluster),
    ]);
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
