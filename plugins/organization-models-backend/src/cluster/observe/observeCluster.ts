import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CustomResourceFacts } from '../../domain/facts/ClusterFacts';
import type { WatchSigns } from '../../domain/facts/Freshness';
import {
  FOREIGN_LABELS,
  OWNER_LABELS,
  ownerSelector,
} from '../../domain/ownership/ownership';
import type { GpuConfig } from '../../domain/gpus/gpuConfig';
import {
  OWNED_KINDS,
  type ResourceKind,
} from '../../domain/ownership/ownedKinds';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { discoverResources } from './discoverResources';
import {
  isServed,
  resourcePath,
  WORKLOAD_KINDS,
} from '../connection/resourceKinds';
import { ClusterMemory } from './ClusterMemory';
import { followDefinitions } from './followDefinitions';
import { probeCluster, type Reachability } from './probeCluster';
import { WatchSet } from './WatchSet';

/** Watches without which the status of models is not to be relied on. */
const OF_MODELS = new Set([
  ...['pods', 'deployments', 'replicasets', 'events'],
  ...OWNED_KINDS.map(({ kind }) => kind),
]);

export type ClusterObservation = {
  memory: ClusterMemory;
  /** Every watch that can be had has listed at least once. */
  isComplete(): boolean;
  signs(): WatchSigns;
  stop(): void;
};

/**
 * Watches a cluster until it is stopped: everything goes into the memory, and
 * `onTouched` is called (often) when something in it changed.
 */
export function observeCluster(
  connection: ClusterConnection,
  options: {
    /** Where models are, or the beginning of it. */
    namespace: string;
    /** Organizations have namespaces of their own besides. */
    hasOthers: boolean;
    installationId: string;
    /** Of the pods of models, where config names one. */
    priorityClassName?: string;
    gpus: GpuConfig;
    logger: LoggerService;
    onTouched(): void;
    onReachability(reachability: Reachability): void;
  },
): ClusterObservation {
  const abort = new AbortController();
  const { hasOthers, namespace } = options;
  const memory = new ClusterMemory({
    ...options,
    secretsOf: hasOthers ? undefined : namespace,
  });
  const watches = new WatchSet(
    connection,
    options.logger,
    abort.signal,
    options.onTouched,
  );
  startCoreWatches(watches, memory, options);
  watchEvents(watches, memory, options);
  const definitions = followDefinitions({
    discover: () => discoverResources(connection, abort.signal),
    onServed(resources) {
      memory.customResources = resources;
      startCustomWatches(watches, memory, { ...options, resources });
    },
    logger: options.logger,
    signal: abort.signal,
  });
  watches.start(
    'customresourcedefinitions',
    {
      path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      metadataOnly: true,
    },
    definitions.listener,
  );
  let isAway = false;
  const onReachability = (found: Reachability) => {
    if (isAway && found.reachable) {
      watches.tryNow();
      definitions.look();
    }
    isAway = !found.reachable;
    options.onReachability(found);
  };
  probeCluster(connection, memory, onReachability, abort.signal);
  return {
    memory,
    signs: () => watches.signs(name => OF_MODELS.has(name)),
    isComplete: () => watches.isComplete() && definitions.isComplete(),
    stop: () => abort.abort(),
  };
}

function startCoreWatches(
  watches: WatchSet,
  memory: ClusterMemory,
  options: { namespace: string; hasOthers: boolean; installationId: string },
) {
  const { hasOthers, namespace } = options;
  const ours = { labelSelector: ownerSelector(options) };
  watches.collect('nodes', { path: '/api/v1/nodes' }, memory.nodes);
  // Whatever runs takes from its node, and every workload may be an operator or
  // a model that somebody else made: all of both are watched anyway
  watches.collect(
    'pods',
    { path: '/api/v1/pods' },
    memory.nodeUse.pods,
    memory.unboundPods,
    memory.modelPods,
    memory.foreignPods,
  );
  watches.collect(
    'deployments',
    { path: '/apis/apps/v1/deployments' },
    memory.operators,
    memory.workloadsOf('Deployment'),
    memory.owned('Deployment'),
  );
  watches.collect(
    'model statefulsets',
    {
      path: '/apis/apps/v1/statefulsets',
      labelSelector: FOREIGN_LABELS.name,
    },
    memory.workloadsOf('StatefulSet'),
  );
  watches.collect(
    'replicasets',
    {
      path: '/apis/apps/v1/replicasets',
      // Those of an adopted model may name another installation
      labelSelector: OWNER_LABELS.model,
      metadataOnly: true,
    },
    memory.replicaSets,
  );
  watches.collect(
    'storageclasses',
    { path: '/apis/storage.k8s.io/v1/storageclasses' },
    memory.storageClasses,
  );
  watches.collect(
    'priorityclasses',
    { path: '/apis/scheduling.k8s.io/v1/priorityclasses' },
    memory.priorityClasses,
  );
  // Not served before Kubernetes 1.34
  watches.collect(
    'deviceclasses',
    { path: '/apis/resource.k8s.io/v1/deviceclasses' },
    memory.deviceClasses,
  );
  watches.collect(
    'resourcequotas',
    { path: '/api/v1/resourcequotas' },
    memory.quotas,
  );
  for (const kind of OWNED_KINDS.filter(
    ({ watched, customResource }) => watched !== 'every' && !customResource,
  )) {
    const metadataOnly = kind.watched === 'metadata';
    const scope = metadataOnly && !hasOthers ? { namespace } : {};
    watches.collect(
      kind.kind,
      { path: resourcePath(kind, scope), ...ours, metadataOnly },
      memory.owned(kind.kind),
    );
  }
}

// A watch for each namespace would come and go with organizations; of all
// events, those of other namespaces are not kept
function watchEvents(
  watches: WatchSet,
  memory: ClusterMemory,
  { namespace, hasOthers }: { namespace: string; hasOthers: boolean },
) {
  const path = hasOthers
    ? '/api/v1/events'
    : `/api/v1/namespaces/${namespace}/events`;
  watches.start('events', { path }, hooks => {
    const listener = memory.events.listener();
    return {
      ...hooks,
      ...listener,
      listed() {
        listener.listed();
        hooks.listed();
      },
      present(object) {
        const place = object.metadata.namespace ?? '';
        if (place === namespace || place.startsWith(`${namespace}-`)) {
          listener.present(object);
        }
      },
    };
  });
}

function startCustomWatches(
  watches: WatchSet,
  memory: ClusterMemory,
  options: { installationId: string; resources: CustomResourceFacts[] },
) {
  const { resources } = options;
  const serves = (name: string, version: string) =>
    resources.some(
      resource => resource.name === name && resource.served.includes(version),
    );
  const collectServed = (
    kinds: readonly ResourceKind[],
    labelSelector: string,
    collectionOf: (kind: string) => Parameters<WatchSet['collectWhile']>[3],
  ) => {
    for (const kind of kinds) {
      if (kind.customResource) {
        watches.collectWhile(
          isServed(kind, resources),
          kind.kind,
          { path: resourcePath(kind), labelSelector },
          collectionOf(kind.kind),
        );
      }
    }
  };
  collectServed(OWNED_KINDS, ownerSelector(options), kind =>
    memory.owned(kind),
  );
  collectServed(WORKLOAD_KINDS, FOREIGN_LABELS.name, kind =>
    memory.workloadsOf(kind),
  );
  watches.collectWhile(
    serves('httproutes.gateway.networking.k8s.io', 'v1'),
    'httproutes',
    {
      path: '/apis/gateway.networking.k8s.io/v1/namespaces/aibrix-system/httproutes',
    },
    memory.routes,
  );
  watches.collectWhile(
    serves('gateways.gateway.networking.k8s.io', 'v1'),
    'gateways',
    {
      path: '/apis/gateway.networking.k8s.io/v1/namespaces/aibrix-system/gateways',
    },
    memory.gateways,
  );
  watches.collectWhile(
    serves('clusterpolicies.nvidia.com', 'v1'),
    'clusterpolicies',
    { path: '/apis/nvidia.com/v1/clusterpolicies' },
    memory.clusterPolicies,
  );
}
