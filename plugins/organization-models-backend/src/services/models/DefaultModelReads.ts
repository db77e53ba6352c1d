import type {
  Diagnosis,
  Generation,
  Model,
  Workload,
  WorkloadList,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { DatabaseClusterFacts } from '../../database/facts/DatabaseClusterFacts';
import type { DatabaseCrashLogs } from '../../database/DatabaseCrashLogs';
import type { DatabaseHistory } from '../../database/models/DatabaseHistory';
import type { DatabaseGenerations } from '../../database/models/DatabaseGenerations';
import type { DatabaseModels } from '../../database/models/DatabaseModels';
import type { DatabaseObservations } from '../../database/DatabaseObservations';
import type { DatabaseStarts } from '../../database/DatabaseStarts';
import { buildManifests } from '../../domain/desired/buildManifests';
import { maskSecrets } from '../../domain/desired/maskSecrets';
import { toLabelValue } from '../../domain/ownership/ownership';
import { toDesiredContext } from '../../domain/desired/toDesiredContext';
import { compareStarts } from '../../domain/diagnosis/starts/compareStarts';
import { describePod } from '../../domain/diagnosis/describePod';
import { sourceAndImageOf } from '../../domain/diagnosis/starts/startPlaceOf';
import { diagnoseModel } from '../../domain/status/diagnoseModel';
import { type ClusterFacts, NO_FACTS } from '../../domain/facts/ClusterFacts';
import type { StoredModel } from '../../domain/facts/StoredModel';
import type { GpuConfig } from '../../domain/gpus/gpuConfig';
import { type Caller, EVERY_ORGANIZATION } from '../access/Caller';
import {
  clusterUnavailable,
  generationNotFound,
  modelNotFound,
} from '../errors';
import type { PlannedCluster } from '../acceptance/PlannedCluster';
import type { PolicyGuard } from '../acceptance/PolicyGuard';
import type { ModelCosts } from '../usage/ModelCosts';
import { followModel, type ModelFeed, type Told } from './ModelFeed';
import { ModelRenderer } from './ModelRenderer';
import type { ListRequest, ModelReads, VisibleModels } from './ModelService';
import { offerFixes } from './offerFixes';
import { onceForAll } from './onceForAll';
import { toGeneration } from './toGeneration';
import { showFreshness, toModel } from './toModel';
import { toManagedWorkload, toUnmanagedWorkload } from './toWorkload';

export type ModelReadsOptions = {
  installationId: string;
  models: DatabaseModels;
  generations: DatabaseGenerations;
  history: DatabaseHistory;
  observations: DatabaseObservations;
  crashLogs: DatabaseCrashLogs;
  starts: DatabaseStarts;
  clusterFacts: DatabaseClusterFacts;
  feed: ModelFeed;
  costs: Pick<ModelCosts, 'read'>;
  clusters: PlannedCluster[];
  policy: Pick<PolicyGuard, 'refuseUpdate'>;
  gpus: GpuConfig;
  now(): Date;
};

/**
 * Reads from the database alone: no request to a cluster, so that everything
 * answers while a cluster is away. Knows tenancy, and nothing of permissions.
 */
export class DefaultModelReads implements ModelReads {
  readonly #renderer = new ModelRenderer(ids =>
    this.options.models.readByIds(ids),
  );

  readonly #findingsOf = onceForAll(
    async ({ model }) => (await this.#diagnose(model)).findings,
  );

  readonly #costOf = onceForAll(async ({ model: { id, organizationId } }) => {
    const costs = await this.options.costs.read([id], organizationId);
    return costs.get(id);
  });

  constructor(private readonly options: ModelReadsOptions) {}

  async list(
    request: ListRequest,
    caller: Caller,
    visible: Exclude<VisibleModels, 'none'>,
  ) {
    const { models, clusterFacts, now } = this.options;
    const [page, signs] = await Promise.all([
      models.list({
        ...request,
        organizationId: scopeOf(caller),
        permitted: visible === 'all' ? undefined : visible,
      }),
      clusterFacts.readSigns(),
    ]);
    const costs = await this.options.costs.read(
      page.models.map(({ id }) => id),
      scopeOf(caller),
    );
    const known = { signs, costs, now: now() };
    const rendered = this.#renderer.render(page.models, known);
    return { ...page, models: await rendered };
  }

  async listWorkloads(
    caller: Caller,
    visible: { managed: VisibleModels; unmanaged: boolean },
  ): Promise<WorkloadList> {
    const models = [
      ...(await this.#listManaged(caller, visible.managed)),
      ...(visible.unmanaged ? await this.#listUnmanaged(caller) : []),
    ];
    return { models: models.sort(byName), total: models.length };
  }

  async #listManaged(
    caller: Caller,
    visible: VisibleModels,
  ): Promise<Workload[]> {
    if (visible === 'none') {
      return [];
    }
    const models = await this.options.models.listVisible({
      organizationId: scopeOf(caller),
      permitted: visible === 'all' ? undefined : visible,
    });
    return models.map(toManagedWorkload);
  }

  // What is ours and has no row any more is of some organization still, which
  // adopts it
  async #listUnmanaged(caller: Caller): Promise<Workload[]> {
    const { observations, installationId } = this.options;
    const workloads = await observations.readUnmanagedWorkloads();
    const now = this.options.now();
    return workloads
      .filter(
        ({ workload }) =>
          scopeOf(caller) === undefined ||
          workload.installation !== toLabelValue(installationId) ||
          workload.organization === caller.organizationId,
      )
      .map(({ cluster, workload }) =>
        toUnmanagedWorkload(cluster, workload, { now }),
      );
  }

  async get(id: string, caller: Caller): Promise<Model> {
    const { clusterFacts, now } = this.options;
    const [model, signs, cost] = await Promise.all([
      this.#read(id, caller),
      clusterFacts.readSigns(),
      this.#readCost(id, caller),
    ]);
    const known = { signs: signs.get(model.cluster), cost, now: now() };
    return toModel(model, known);
  }

  async getStored(id: string, caller: Caller): Promise<Model> {
    return toModel(await this.#read(id, caller));
  }

  async getHistory(
    id: string,
    page: Parameters<DatabaseHistory['read']>[1],
    caller: Caller,
  ) {
    const model = await this.#readOwn(id, caller);
    return this.options.history.read(model.id, page);
  }

  async getGeneration(
    id: string,
    { generation, against }: { generation: number; against?: number },
    caller: Caller,
  ): Promise<Generation> {
    const model = await this.#readOwn(id, caller);
    const { generations } = this.options;
    const wanted = await generations.read(id, generation);
    const other =
      against === undefined
        ? await generations.readBefore(id, generation)
        : await generations.read(id, against);
    if (!wanted || (against !== undefined && !other)) {
      throw generationNotFound(model, wanted ? against! : generation);
    }
    return toGeneration(model, wanted, other);
  }

  async *follow(id: string, caller: Caller, signal: AbortSignal) {
    for await (const told of this.#followVisible(id, caller, signal)) {
      const cost =
        told && isOwn(told.model, caller)
          ? await this.#costOf(told)
          : undefined;
      yield told && this.#toShown(told, cost);
    }
  }

  async *watch(id: string, caller: Caller, signal: AbortSignal) {
    for await (const told of this.#followVisible(id, caller, signal)) {
      const findings =
        told && isOwn(told.model, caller)
          ? await this.#findingsOf(told)
          : undefined;
      yield told && { model: this.#toShown(told), findings };
    }
  }

  async *#followVisible(
    id: string,
    caller: Caller,
    signal: AbortSignal,
  ): AsyncGenerator<Told | undefined> {
    for await (const told of followModel(this.options.feed, id, signal)) {
      const isVisible =
        told && (isOwn(told.model, caller) || told.model.spec.is_public);
      yield isVisible ? told : undefined;
      if (!isVisible) {
        return;
      }
    }
  }

  #toShown({ model, signs }: Told, cost?: Model['cost']): Model {
    return toModel(model, { signs, cost, now: this.options.now() });
  }

  async getManifests(id: string, caller: Caller) {
    const model = await this.#readOwn(id, caller);
    const { clusters, clusterFacts, installationId } = this.options;
    const cluster = clusters.find(({ name }) => name === model.cluster);
    if (!cluster) {
      throw clusterUnavailable(model.cluster, 'it is not configured any more');
    }
    const { facts = NO_FACTS } = await clusterFacts.read(cluster.name);
    const context = toDesiredContext(model, { installationId, cluster, facts });
    return { manifests: buildManifests(context).map(maskSecrets) };
  }

  async getPods(id: string, caller: Caller) {
    const model = await this.#readOwn(id, caller);
    const known = await this.options.observations.read(model.id);
    const {
      pods = [],
      events = [],
      deployment,
    } = known?.observation.model ?? {};
    const now = this.options.now();
    return {
      pods: pods.map(pod => ({
        name: pod.name,
        phase: pod.phase,
        ready: pod.ready,
        restarts: pod.containers.reduce(
          (sum, { restarts }) => sum + restarts,
          0,
        ),
        node: pod.node,
        reason: describePod(pod, { events, now }),
        created_at: pod.createdAt,
        current:
          !deployment?.newestTemplateHash ||
          pod.templateHash === deployment.newestTemplateHash,
      })),
      observed_at: await this.#observedAt(model, known?.observedAt),
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
      observed_at: await this.#observedAt(model, known?.observedAt),
    };
  }

  async getDiagnosis(id: string, caller: Caller): Promise<Diagnosis> {
    const model = await this.#readOwn(id, caller);
    const [diagnosis, starts] = await Promise.all([
      this.#diagnose(model),
      this.options.starts.readOf(model.id),
    ]);
    return { ...diagnosis, earlier_starts: compareStarts(starts, model) };
  }

  async #diagnose(
    model: StoredModel,
  ): Promise<Omit<Diagnosis, 'earlier_starts'>> {
    const { observations, clusterFacts, crashLogs, starts, now } = this.options;
    const [known, logs, proof, alike, { facts }] = await Promise.all([
      observations.read(model.id),
      crashLogs.read(model.id),
      starts.readProof(model.id, model.generation),
      starts.readAlike({
        cluster: model.cluster,
        ...sourceAndImageOf(model),
      }),
      clusterFacts.read(model.cluster),
    ]);
    const diagnosis = diagnoseModel(model, {
      observed: known?.observation.model,
      logs,
      proof,
      starts: alike,
      nodes: facts?.nodes ?? [],
      storageClasses: facts && this.#storageClassesOf(model, facts),
      gpus: this.options.gpus,
      now: now(),
    });
    const observedAt = await this.#observedAt(model, known?.observedAt);
    return {
      ...diagnosis,
      findings: offerFixes(model, diagnosis.findings, this.options.policy),
      observed_at: observedAt,
    };
  }

  #storageClassesOf(model: StoredModel, { storageClasses }: ClusterFacts) {
    const { storageClass } =
      this.options.clusters.find(({ name }) => name === model.cluster) ?? {};
    return {
      hasDefault: storageClasses.some(each =>
        storageClass ? each.name === storageClass : each.default,
      ),
      names: storageClasses.map(({ name }) => name),
    };
  }

  async #observedAt(
    { cluster }: StoredModel,
    observedAt: string | undefined,
  ): Promise<string | undefined> {
    const { clusterFacts, now } = this.options;
    const signs = (await clusterFacts.readSigns()).get(cluster);
    const fresh = showFreshness({ cluster, observedAt }, { signs, now: now() });
    return fresh.observedAt;
  }

  async #readCost(id: string, caller: Caller): Promise<Model['cost']> {
    const costs = await this.options.costs.read([id], scopeOf(caller));
    return costs.get(id);
  }

  async #read(id: string, caller: Caller): Promise<StoredModel> {
    const model = await this.options.models.readVisible(id, scopeOf(caller));
    if (!model) {
      throw modelNotFound(id);
    }
    return model;
  }

  // A public model of others can be read, and nothing else
  async #readOwn(id: string, caller: Caller): Promise<StoredModel> {
    const model = await this.#read(id, caller);
    if (!isOwn(model, caller)) {
      throw modelNotFound(id);
    }
    return model;
  }
}

function scopeOf({ organizationId }: Caller): string | undefined {
  return organizationId === EVERY_ORGANIZATION ? undefined : organizationId;
}

function isOwn({ organizationId }: StoredModel, caller: Caller): boolean {
  const scope = scopeOf(caller);
  return scope === undefined || organizationId === scope;
}

function byName(a: Workload, b: Workload): number {
  const [left, right] = [a, b].map(({ name, cluster, namespace }) =>
    [name, cluster, namespace].join('/'),
  );
  return left < right ? -1 : Number(left > right);
}
