import type {
  Amounts,
  ClusterFacts,
  CustomResourceFacts,
  NamespaceFacts,
  NodeFacts,
  OperatorFacts,
  StorageClassFacts,
} from '../../domain/facts/ClusterFacts';
import type {
  Observation,
  WorkloadFacts,
} from '../../domain/facts/Observation';
import type { EventFacts, PodFacts } from '../../domain/facts/ObservedModel';
import type { PendingReplicas } from '../../domain/fit/placePending';
import type { Replica } from '../../domain/fit/Replica';
import { Collection } from './Collection';
import { type BareNode, toNodeFacts } from './toNodeFacts';
import { toConditionFacts, toDeploymentFacts } from './toDeploymentFacts';
import { toEventFacts } from './toEventFacts';
import { type Gateway, toGateway } from './toGateway';
import { type ModelPod, toModelPod } from './toModelPod';
import { type Owned, toOwned } from './toOwned';
import {
  toOperatorFacts,
  type OperatorDeployment,
  toOperatorDeployment,
} from './toOperatorFacts';
import { type PodUse, toPodUse } from './toPodUse';
import { type Quota, toQuota } from './toQuota';
import { type ReplicaSet, toReplicaSet } from './toReplicaSet';
import { type Route, toRoute } from './toRoute';
import { toStorageClass } from './toStorageClass';
import { toUnboundReplica } from './toUnboundReplica';
import { toWorkloadFacts } from './toWorkloadFacts';

type ModelEvent = { facts: EventFacts };

/** Events kept per model. */
const EVENTS_PER_MODEL = 50;

/**
 * What is known of one cluster, compactly: full objects are dropped as soon as
 * they were read. Tells which models and which facts a change touches.
 */
export class ClusterMemory {
  readonly nodes = new Collection<BareNode>(toNodeFacts, () =>
    this.#touchFacts(),
  );
  readonly podUse = new Collection<PodUse>(toPodUse, () => this.#touchFacts());
  readonly unboundPods = new Collection<Replica>(toUnboundReplica, () =>
    this.#touchFacts(),
  );
  readonly modelPods = new Collection<ModelPod>(toModelPod, pod =>
    this.#touchModel(pod.modelId),
  );
  readonly replicaSets = new Collection<ReplicaSet>(toReplicaSet, set =>
    this.#touchDeployment(set.deploymentUid),
  );
  readonly operators = new Collection<OperatorDeployment>(
    toOperatorDeployment,
    () => this.#touchFacts(),
  );
  readonly storageClasses = new Collection<StorageClassFacts>(
    toStorageClass,
    () => this.#touchFacts(),
  );
  readonly quotas = new Collection<Quota>(toQuota, () => this.#touchFacts());
  readonly clusterPolicies = new Collection<string>(
    object => object.status?.state ?? 'unknown',
    () => this.#touchFacts(),
  );
  readonly routes = new Collection<Route>(toRoute, route =>
    this.#touchModelNamed(route.modelName),
  );
  readonly gateways = new Collection<Gateway>(toGateway, gateway =>
    this.routes
      .of(route => route.gateway, gateway.name)
      .forEach(route => this.#touchModelNamed(route.modelName)),
  );
  readonly events = new Collection<ModelEvent>(
    object => ({ facts: toEventFacts(object) }),
    event => this.#touchModel(this.#modelOf(event.facts)),
  );
  readonly #owned = new Map<string, Collection<Owned>>();
  readonly #workloads = new Map<string, Collection<WorkloadFacts>>();
  #customResources: CustomResourceFacts[] = [];
  #kubernetesVersion: string | undefined;

  readonly #touchedModels = new Set<string>();
  #touchedFacts = true;
  #touchedWorkloads = true;

  /** @param options - `secretsOf`: the one namespace whose Secrets are seen */
  constructor(
    private readonly onTouched: () => void,
    private readonly options: { secretsOf?: string } = {},
  ) {}

  /** The collection of our objects of a kind. */
  owned(kind: string): Collection<Owned> {
    let collection = this.#owned.get(kind);
    if (!collection) {
      collection = new Collection<Owned>(
        object => toOwned(kind, object),
        ({ modelId }) => this.#touchModel(modelId),
      );
      this.#owned.set(kind, collection);
    }
    return collection;
  }

  /** The collection of workloads of a kind which are labelled as models. */
  workloadsOf(kind: string): Collection<WorkloadFacts> {
    let collection = this.#workloads.get(kind);
    if (!collection) {
      collection = new Collection<WorkloadFacts>(
        object => toWorkloadFacts(kind, object),
        workload => {
          this.#touchWorkloads();
          this.#touchModel(workload.modelId);
        },
      );
      this.#workloads.set(kind, collection);
    }
    return collection;
  }

  /** Workloads of all kinds which are labelled as models. */
  workloads(): WorkloadFacts[] {
    return [...this.#workloads.values()].flatMap(collection => [
      ...collection.values(),
    ]);
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

  /** Whether labelled workloads have changed since the last call. */
  takeTouchedWorkloads(): boolean {
    const touched = this.#touchedWorkloads;
    this.#touchedWorkloads = false;
    return touched;
  }

  /** Gives models back that were taken and could not be saved. */
  touchModels(models: string[]) {
    models.forEach(modelId => this.#touchModel(modelId));
  }

  /** Gives facts and workloads back that were taken and could not be saved. */
  touchFacts() {
    this.#touchWorkloads();
    this.#touchFacts();
  }

  /** Every model of which anything is there. */
  modelIds(): string[] {
    const ids = new Set<string>();
    for (const { modelId } of this.modelPods.values()) {
      ids.add(modelId);
    }
    for (const collection of this.#owned.values()) {
      for (const { modelId } of collection.values()) {
        ids.add(modelId);
      }
    }
    return [...ids];
  }

  facts(): ClusterFacts {
    return {
      kubernetesVersion: this.#kubernetesVersion,
      nodes: this.#nodesInUse(),
      customResources: this.#customResources,
      operators: this.#operatorFacts(),
      storageClasses: [...this.storageClasses.values()],
      clusterPolicyState: [...this.clusterPolicies.values()].find(
        state => state !== 'ignored',
      ),
      pending: this.#pending(),
      namespaces: this.#namespaces(),
    };
  }

  observation(modelId: string): Observation {
    const objects = this.#ownedOf(modelId);
    const deployment = objects.find(
      ({ object }) => object.kind === 'Deployment',
    );
    const claim = objects.find(
      ({ object }) => object.kind === 'PersistentVolumeClaim',
    );
    const podAutoscaler = objects.find(
      ({ object }) => object.kind === 'PodAutoscaler',
    );
    const pods = this.modelPods
      .of(pod => pod.modelId, modelId)
      .map(pod => pod.facts);
    const route = deployment && this.#routeOf(deployment);
    const has = (kind: string) =>
      objects.some(({ object }) => object.kind === kind);
    return {
      objects: objects.map(({ object }) => object),
      model: {
        ...(deployment?.raw && {
          deployment: toDeploymentFacts(
            deployment.raw,
            this.#newestTemplateHash(deployment.object.uid),
          ),
        }),
        pods,
        events: this.#eventsOf(pods, objects),
        serviceExists: has('Service'),
        serviceMonitorExists: has('ServiceMonitor'),
        secretExists: this.#seesSecretsOf(deployment)
          ? has('Secret')
          : undefined,
        ...(claim && {
          claim: {
            name: claim.object.name,
            phase: claim.raw?.status?.phase ?? 'Pending',
          },
        }),
        ...(podAutoscaler && {
          podAutoscaler: {
            desiredScale: podAutoscaler.raw?.status?.desiredScale,
            conditions: (podAutoscaler.raw?.status?.conditions ?? []).map(
              toConditionFacts,
            ),
          },
        }),
        ...(route && {
          route: { ...route.facts, gatewayUrl: this.#gatewayUrlOf(route) },
        }),
      },
    };
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

  #nodesInUse(): NodeFacts[] {
    const requested = new Map<string, Amounts>();
    for (const { node, requests } of this.podUse.values()) {
      const sum = requested.get(node) ?? {};
      for (const [resource, amount] of Object.entries(requests)) {
        sum[resource] = (sum[resource] ?? 0) + amount;
      }
      requested.set(node, sum);
    }
    return [...this.nodes.values()]
      .map(node => ({ ...node, requested: requested.get(node.name) ?? {} }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #pending(): PendingReplicas[] {
    const counts = new Map<string, PendingReplicas>();
    for (const replica of this.unboundPods.values()) {
      const key = JSON.stringify(replica);
      const known = counts.get(key);
      counts.set(key, { replica, count: (known?.count ?? 0) + 1 });
    }
    return [...counts.values()];
  }

  #operatorFacts(): OperatorFacts[] {
    return toOperatorFacts([...this.operators.values()]);
  }

  #namespaces(): NamespaceFacts[] {
    const byName = new Map<string, NamespaceFacts>();
    for (const { namespace, ...quota } of this.quotas.values()) {
      const facts = byName.get(namespace) ?? { name: namespace, quotas: [] };
      facts.quotas.push(quota);
      byName.set(namespace, facts);
    }
    return [...byName.values()];
  }

  #ownedOf(modelId: string): Owned[] {
    return [...this.#owned.values()].flatMap(collection =>
      collection.of(owned => owned.modelId, modelId),
    );
  }

  #newestTemplateHash(deploymentUid: string): string | undefined {
    return this.replicaSets
      .of(set => set.deploymentUid, deploymentUid)
      .sort((a, b) => b.revision - a.revision)[0]?.templateHash;
  }

  #routeOf(deployment: Owned): Route | undefined {
    const name = deployment.raw?.metadata.name;
    return this.routes.of(route => route.modelName, name ?? '')[0];
  }

  #gatewayUrlOf({ gateway }: Route): string | undefined {
    return this.gateways.of(({ name }) => name, gateway ?? '')[0]?.url;
  }

  #eventsOf(pods: PodFacts[], objects: Owned[]): EventFacts[] {
    const uids = [
      ...pods.map(({ uid }) => uid),
      ...objects.map(({ object }) => object.uid),
    ];
    const replicaSets = objects.flatMap(({ object }) =>
      object.kind === 'Deployment'
        ? this.replicaSets.keysOf(set => set.deploymentUid, object.uid)
        : [],
    );
    return [...uids, ...replicaSets]
      .flatMap(uid => this.events.of(event => event.facts.object.uid, uid))
      .map(({ facts }) => facts)
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
    const owned = [...this.owned('Deployment').values()].find(
      ({ object }) => object.name === name,
    );
    this.#touchModel(owned?.modelId);
  }

  #touchModel(modelId: string | undefined) {
    if (modelId) {
      this.#touchedModels.add(modelId);
      this.onTouched();
    }
  }

  #touchFacts() {
    this.#touchedFacts = true;
    this.onTouched();
  }

  #touchWorkloads() {
    this.#touchedWorkloads = true;
    this.onTouched();
  }
}
