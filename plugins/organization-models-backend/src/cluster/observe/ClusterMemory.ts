import type {
  ClusterFacts,
  CustomResourceFacts,
  DeviceClassFacts,
  StorageClassFacts,
} from '../../domain/facts/ClusterFacts';
import type {
  Observation,
  WorkloadFacts,
} from '../../domain/facts/Observation';
import type { EventFacts, PodFacts } from '../../domain/facts/ObservedModel';
import type { Replica } from '../../domain/facts/Replica';
import type { RawObject } from '../connection/RawObject';
import { Collection } from './Collection';
import { composeFacts } from './composeFacts';
import type { GpuConfig } from '../../domain/gpus/gpuConfig';
import { gpusOfPod } from '../../domain/gpus/gpusOfPod';
import { composeObservation } from './composeObservation';
import { NodeUse } from './NodeUse';
import { toDeviceClass } from './reading/toDeviceClass';
import { type BareNode, toNodeFacts } from './reading/toNodeFacts';
import { toEventFacts } from './reading/toEventFacts';
import { type Gateway, toGateway } from './reading/toGateway';
import {
  type ForeignPod,
  toForeignPod,
  workloadKey,
} from './reading/toForeignPod';
import { type ModelPod, toModelPod } from './reading/toModelPod';
import { type Owned, toOwned } from './reading/toOwned';
import {
  type OperatorDeployment,
  toOperatorDeployment,
} from './reading/toOperatorFacts';
import {
  type PriorityClass,
  preemptionLimit,
  toPriorityClass,
} from './reading/toPriorityClass';
import { type Quota, toQuota } from './reading/toQuota';
import { type ReplicaSet, toReplicaSet } from './reading/toReplicaSet';
import { type Route, toRoute } from './reading/toRoute';
import { toStorageClass } from './reading/toStorageClass';
import { toUnboundReplica } from './reading/toUnboundReplica';
import { toWorkloadFacts } from './reading/toWorkloadFacts';

/** Events kept per model. */
const EVENTS_PER_MODEL = 50;
/** Ended pods kept per model: a node that refuses one refuses hundreds. */
const ENDED_PER_MODEL = 10;
/** Pods kept of a workload that is not ours. */
const UNREADY_PER_WORKLOAD = 3;

/**
 * What is known of one cluster, compactly: full objects are dropped as soon as
 * they were read. Tells which models and which facts a change touches, so that
 * it costs the same however many others there are.
 */
export class ClusterMemory {
  readonly nodes = this.#collectFacts<BareNode>(toNodeFacts);
  readonly nodeUse = new NodeUse(() => this.#touchFacts());
  readonly unboundPods = this.#collectFacts<Replica>(toUnboundReplica);
  readonly modelPods = new Collection<ModelPod, 'model' | 'node'>({
    toFacts: pod => toModelPod(pod, this.options),
    onChange: pod => this.#isPodOfOurs(pod) && this.#touchModel(pod.modelId),
    indexes: { model: pod => pod.modelId, node: pod => pod.facts.node },
  });
  readonly foreignPods = new Collection<ForeignPod, 'workload'>({
    toFacts: pod => toForeignPod(pod, this.options),
    onChange: pod => this.#touchWorkloadsAt(pod.workload),
    indexes: { workload: pod => pod.workload },
  });
  readonly replicaSets = new Collection<ReplicaSet, 'deployment'>({
    toFacts: toReplicaSet,
    onChange: set => this.#touchDeployment(set.deploymentUid),
    indexes: { deployment: set => set.deploymentUid },
  });
  readonly operators =
    this.#collectFacts<OperatorDeployment>(toOperatorDeployment);
  readonly storageClasses =
    this.#collectFacts<StorageClassFacts>(toStorageClass);
  readonly deviceClasses = this.#collectFacts<DeviceClassFacts>(toDeviceClass);
  readonly priorityClasses = this.#collectFacts<PriorityClass>(toPriorityClass);
  readonly quotas = this.#collectFacts<Quota>(toQuota);
  readonly clusterPolicies = this.#collectFacts<string>(
    object => object.status?.state ?? 'unknown',
  );
  readonly routes = new Collection<Route, 'name' | 'gateway'>({
    toFacts: toRoute,
    onChange: route => this.#touchModelNamed(route.modelName),
    indexes: {
      name: route => route.modelName,
      gateway: route => route.gateway,
    },
  });
  readonly gateways = new Collection<Gateway, 'name'>({
    toFacts: toGateway,
    onChange: ({ name }) =>
      this.routes
        .find('gateway', name)
        .forEach(route => this.#touchModelNamed(route.modelName)),
    indexes: { name: gateway => gateway.name },
  });
  readonly events = new Collection<EventFacts, 'object'>({
    toFacts: toEventFacts,
    onChange: event => this.#touchModel(this.#modelOf(event)),
    indexes: { object: event => event.object.uid },
  });
  readonly #owned = new Map<string, Collection<Owned, 'model' | 'name'>>();
  readonly #workloads = new Map<string, Collection<WorkloadFacts, 'place'>>();
  #customResources: CustomResourceFacts[] = [];
  #kubernetesVersion: string | undefined;

  readonly #touchedModels = new Set<string>();
  readonly #touchedWorkloads = new Set<string>();
  #touchedFacts = true;
  /** Whether nodes were ready when that was last asked, by name. */
  #readiness = new Map<string, boolean>();

  /**
   * @param options - `secretsOf`: the one namespace whose Secrets are seen;
   * `priorityClassName`: of the pods of models, where config names one
   */
  constructor(
    private readonly options: {
      installationId: string;
      secretsOf?: string;
      priorityClassName?: string;
      gpus?: GpuConfig;
      onTouched(): void;
    },
  ) {}

  /** The collection of our objects of a kind. */
  owned(kind: string): Collection<Owned, 'model' | 'name'> {
    let collection = this.#owned.get(kind);
    if (!collection) {
      collection = new Collection<Owned, 'model' | 'name'>({
        toFacts: object => toOwned(kind, object, this.options),
        onChange: ({ modelId }) => this.#touchModel(modelId),
        indexes: {
          model: ({ modelId }) => modelId,
          name: ({ object }) => object.name,
        },
      });
      this.#owned.set(kind, collection);
    }
    return collection;
  }

  /** The collection of workloads of a kind which are labelled as models. */
  workloadsOf(kind: string): Collection<WorkloadFacts, 'place'> {
    let collection = this.#workloads.get(kind);
    if (!collection) {
      collection = new Collection<WorkloadFacts, 'place'>({
        toFacts: object => toWorkloadFacts(kind, object),
        onChange: ({ uid }) => this.#touchWorkloads([uid]),
        indexes: { place: workloadKey },
      });
      this.#workloads.set(kind, collection);
    }
    return collection;
  }

  /** A workload which is labelled as a model, by its uid. */
  workload(uid: string): WorkloadFacts | undefined {
    for (const collection of this.#workloads.values()) {
      const found = collection.get(uid);
      if (found) {
        return this.#withUnready(found);
      }
    }
    return undefined;
  }

  // ready pods are as many as its numbers say
  #withUnready(workload: WorkloadFacts): WorkloadFacts {
    const pods = this.foreignPods
      .find('workload', workloadKey(workload))
      .map(({ facts }) => facts)
      .filter(({ ready, deleting }) => !ready && !deleting)
      .slice(0, UNREADY_PER_WORKLOAD);
    return pods.length > 0
      ? { ...workload, unready: { pods, events: this.#eventsOf(pods, []) } }
      : workload;
  }

  #collectFacts<T>(toFacts: (object: RawObject) => T | undefined) {
    return new Collection<T>({ toFacts, onChange: () => this.#touchFacts() });
  }

  set customResources(customResources: CustomResourceFacts[]) {
    this.#customResources = customResources;
    this.#touchFacts();
  }

  set kubernetesVersion(version: string) {
    if (this.#kubernetesVersion !== version) {
      this.#kubernetesVersion = version;
      this.#touchFacts();
    }
  }

  /** Models of which anything has changed since the last call. */
  takeTouchedModels(): string[] {
    const models = [...this.#touchedModels];
    this.#touchedModels.clear();
    return models;
  }

  /** Whether facts have changed since the last call. */
  takeTouchedFacts(): boolean {
    const touched = this.#touchedFacts;
    this.#touchedFacts = false;
    return touched;
  }

  /** Uids of labelled workloads that have changed since the last call. */
  takeTouchedWorkloads(): string[] {
    const workloads = [...this.#touchedWorkloads];
    this.#touchedWorkloads.clear();
    return workloads;
  }

  /**
   * Models with pods on nodes that have become ready, ceased to be it, or are
   * gone since the last call: what is the matter with them is another thing now.
   */
  takeModelsOfTurnedNodes(): string[] {
    const before = this.#readiness;
    this.#readiness = new Map(
      [...this.nodes.values()].map(({ name, ready }) => [name, ready]),
    );
    const turned = [...before].filter(
      ([name, ready]) => this.#readiness.get(name) !== ready,
    );
    return turned.flatMap(([name]) =>
      this.modelPods
        .find('node', name)
        .filter(pod => this.#isPodOfOurs(pod))
        .map(({ modelId }) => modelId),
    );
  }

  /** Gives models back that were taken and could not be saved. */
  touchModels(models: string[]) {
    models.forEach(modelId => this.#touchModel(modelId));
  }

  /** Gives workloads back that were taken and could not be saved. */
  touchWorkloads(uids: string[]) {
    this.#touchWorkloads(uids);
  }

  /** Gives facts back that were taken and could not be saved. */
  touchFacts() {
    this.#touchFacts();
  }

  /** Every model of which anything is there. */
  modelIds(): string[] {
    const ids = new Set<string>();
    for (const collection of this.#owned.values()) {
      collection.keys('model').forEach(modelId => ids.add(modelId));
    }
    for (const pod of this.modelPods.values()) {
      if (this.#isPodOfOurs(pod)) {
        ids.add(pod.modelId);
      }
    }
    return [...ids];
  }

  facts(): ClusterFacts {
    this.nodeUse.preemptionLimit = preemptionLimit(
      this.priorityClasses.values(),
      this.options.priorityClassName,
    );
    return composeFacts({
      kubernetesVersion: this.#kubernetesVersion,
      customResources: this.#customResources,
      nodes: this.nodes.values(),
      nodeUse: this.nodeUse,
      unboundPods: this.unboundPods.values(),
      operators: this.operators.values(),
      storageClasses: this.storageClasses.values(),
      deviceClasses: this.deviceClasses.values(),
      quotas: this.quotas.values(),
      policyStates: this.clusterPolicies.values(),
    });
  }

  observation(modelId: string): Observation {
    const owned = this.#ownedOf(modelId);
    const deployment = owned.find(({ object }) => object.kind === 'Deployment');
    const pods = withoutOldEnds(
      this.modelPods
        .find('model', modelId)
        .filter(pod => this.#isPodOfOurs(pod))
        .map(({ facts }) => this.#withGpus(facts)),
    );
    const route = deployment && this.#routeOf(deployment);
    return composeObservation({
      owned,
      pods,
      events: this.#eventsOf(pods, owned),
      replicaSets: deployment ? this.#setsOf(deployment.object.uid) : [],
      route,
      gatewayUrl: route && this.#gatewayUrlOf(route),
      seesSecrets: this.#seesSecretsOf(deployment),
    });
  }

  #isPodOfOurs({ isOurs, modelId, facts }: ModelPod): boolean {
    return (
      isOurs ||
      this.owned('Deployment')
        .find('model', modelId)
        .some(({ object }) => object.namespace === facts.namespace)
    );
  }

  #withGpus(pod: PodFacts): PodFacts {
    if (!pod.node) {
      return pod;
    }
    const node = [...this.nodes.values()].find(({ name }) => name === pod.node);
    const gpus = gpusOfPod(pod.requests, node, this.options.gpus);
    return gpus ? { ...pod, gpus } : pod;
  }

  // Models stay in their namespace when config names another one
  #seesSecretsOf(deployment: Owned | undefined): boolean {
    const { secretsOf } = this.options;
    return (
      secretsOf === undefined ||
      deployment === undefined ||
      deployment.object.namespace === secretsOf
    );
  }

  #ownedOf(modelId: string): Owned[] {
    return [...this.#owned.values()].flatMap(collection =>
      collection.find('model', modelId),
    );
  }

  #setsOf(deploymentUid: string): ReplicaSet[] {
    return this.replicaSets
      .find('deployment', deploymentUid)
      .sort((a, b) => b.revision - a.revision);
  }

  #routeOf(deployment: Owned): Route | undefined {
    return this.routes.find('name', deployment.object.name)[0];
  }

  #gatewayUrlOf({ gateway }: Route): string | undefined {
    return this.gateways.find('name', gateway ?? '')[0]?.url;
  }

  #eventsOf(pods: PodFacts[], objects: Owned[]): EventFacts[] {
    const uids = [
      ...pods.map(({ uid }) => uid),
      ...objects.map(({ object }) => object.uid),
    ];
    const replicaSets = objects.flatMap(({ object }) =>
      object.kind === 'Deployment'
        ? this.replicaSets.findUids('deployment', object.uid)
        : [],
    );
    return [...uids, ...replicaSets]
      .flatMap(uid => this.events.find('object', uid))
      .sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1))
      .slice(0, EVENTS_PER_MODEL);
  }

  #modelOf({ object }: EventFacts): string | undefined {
    const uid = object.uid ?? '';
    const replicaSet = this.replicaSets.get(uid);
    return (
      this.modelPods.get(uid)?.modelId ??
      [...this.#owned.values()]
        .map(collection => collection.get(replicaSet?.deploymentUid ?? uid))
        .find(Boolean)?.modelId
    );
  }

  #touchDeployment(uid: string) {
    this.#touchModel(this.owned('Deployment').get(uid)?.modelId);
  }

  #touchModelNamed(name: string) {
    for (const { modelId } of this.owned('Deployment').find('name', name)) {
      this.#touchModel(modelId);
    }
  }

  #touchModel(modelId: string | undefined) {
    if (modelId) {
      this.#touchedModels.add(modelId);
      this.options.onTouched();
    }
  }

  #touchFacts() {
    this.#touchedFacts = true;
    this.options.onTouched();
  }

  #touchWorkloadsAt(place: string) {
    for (const collection of this.#workloads.values()) {
      this.#touchWorkloads(collection.findUids('place', place));
    }
  }

  #touchWorkloads(uids: string[]) {
    uids.forEach(uid => this.#touchedWorkloads.add(uid));
    this.options.onTouched();
  }
}

function withoutOldEnds(pods: PodFacts[]): PodFacts[] {
  const isEnded = ({ phase }: PodFacts) =>
    phase === 'Failed' || phase === 'Succeeded';
  const ended = pods
    .filter(isEnded)
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const old = new Set(ended.slice(ENDED_PER_MODEL));
  return pods.filter(pod => !old.has(pod));
}
