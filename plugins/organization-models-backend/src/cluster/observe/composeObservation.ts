import type { Observation } from '../../domain/facts/Observation';
import type { EventFacts, PodFacts } from '../../domain/facts/ObservedModel';
import {
  toConditionFacts,
  toDeploymentFacts,
} from './reading/toDeploymentFacts';
import type { Owned } from './reading/toOwned';
import type { ReplicaSet } from './reading/toReplicaSet';
import type { Route } from './reading/toRoute';

/** What is there of one model, as it was watched. */
export type WatchedModel = {
  owned: Owned[];
  pods: PodFacts[];
  events: EventFacts[];
  /** Newest first. */
  replicaSets: ReplicaSet[];
  route: Route | undefined;
  gatewayUrl: string | undefined;
  /** Whether the Secrets of its namespace are watched. */
  seesSecrets: boolean;
};

/** Puts together what is seen of a model. */
export function composeObservation(watched: WatchedModel): Observation {
  const { owned, pods, events, route, gatewayUrl } = watched;
  const find = (kind: string) =>
    owned.find(({ object }) => object.kind === kind);
  const deployment = find('Deployment');
  const claim = find('PersistentVolumeClaim');
  const podAutoscaler = find('PodAutoscaler');
  return {
    objects: owned.map(({ object }) => object),
    organization: owned.find(({ organization }) => organization)?.organization,
    model: {
      ...(deployment?.raw && {
        deployment: toDeploymentFacts(deployment.raw, toSets(watched)),
      }),
      pods,
      events,
      serviceExists: Boolean(find('Service')),
      serviceMonitorExists: Boolean(find('ServiceMonitor')),
      secretExists: watched.seesSecrets ? Boolean(find('Secret')) : undefined,
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
      ...(route && { route: { ...route.facts, gatewayUrl } }),
    },
  };
}

// Of those of earlier generations, nobody corrects for what they were sized
function toSets({ replicaSets, pods }: WatchedModel) {
  const hashes = new Set(pods.map(({ templateHash }) => templateHash));
  const [newestSet] = replicaSets;
  return {
    newestSet,
    runningSets: replicaSets.filter(
      set => set === newestSet || hashes.has(set.templateHash),
    ),
  };
}
