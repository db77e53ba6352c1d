import type {
  ContainerFacts,
  DeploymentFacts,
  EventFacts,
  ObservedModel,
  PodFacts,
} from '../facts/ObservedModel';

/** The moment at which tests look. */
export const NOW = new Date('2026-03-01T12:00:00Z');

/** A moment before that. */
export function ago(seconds: number): string {
  return new Date(NOW.getTime() - seconds * 1000).toISOString();
}

export const IMAGE = 'vllm/vllm-openai:v0.32.0';
export const NEW_HASH = '7f7d5bb7f4';
export const OLD_HASH = '5958c85f44';

/** A container that runs and does not serve yet. */
export function aContainer(
  facts: Partial<ContainerFacts> = {},
): ContainerFacts {
  return {
    name: 'vllm',
    image: IMAGE,
    ready: false,
    started: false,
    restarts: 0,
    ...facts,
  };
}

/** A scheduled pod of the newest ReplicaSet, five minutes old, loading. */
export function aPod(facts: Partial<PodFacts> = {}): PodFacts {
  const name = facts.name ?? 'qwen-7f7d5bb7f4-gxq6r';
  return {
    name,
    uid: `uid-of-${name}`,
    namespace: 'models',
    createdAt: ago(300),
    deleting: false,
    phase: 'Running',
    node: 'gpu-1',
    templateHash: NEW_HASH,
    ready: false,
    requests: {},
    containers: [aContainer({ runningSince: ago(240) })],
    initContainers: [],
    ...facts,
  };
}

/** A pod that serves. */
export function aReadyPod(facts: Partial<PodFacts> = {}): PodFacts {
  return aPod({
    ready: true,
    readySince: ago(60),
    containers: [
      aContainer({ ready: true, started: true, runningSince: ago(240) }),
    ],
    ...facts,
  });
}

/** A pod without a node. */
export function anUnscheduledPod(
  message: string,
  reason = 'Unschedulable',
): PodFacts {
  return aPod({
    phase: 'Pending',
    node: undefined,
    containers: [],
    unscheduled: { reason, message },
  });
}

/** A pod whose container waits. */
export function aWaitingPod(reason: string, message?: string): PodFacts {
  return aPod({
    phase: 'Pending',
    containers: [aContainer({ waiting: { reason, message } })],
  });
}

/** An event of a pod, a minute old. */
export function anEvent(
  reason: string,
  message: string,
  facts: Partial<EventFacts> = {},
): EventFacts {
  return {
    type: 'Warning',
    reason,
    message,
    object: { kind: 'Pod', name: 'qwen-7f7d5bb7f4-gxq6r' },
    count: 1,
    firstAt: ago(60),
    lastAt: ago(60),
    ...facts,
  };
}

/** A Deployment of one replica which the controller has seen. */
export function aDeployment(
  facts: Partial<DeploymentFacts> = {},
): DeploymentFacts {
  const wantedReplicas = facts.wantedReplicas ?? 1;
  return {
    name: 'qwen',
    uid: 'uid-of-qwen',
    generation: 1,
    observedGeneration: 1,
    paused: false,
    deleting: false,
    wantedReplicas,
    replicas: wantedReplicas,
    updatedReplicas: wantedReplicas,
    readyReplicas: 0,
    availableReplicas: 0,
    conditions: [],
    newestTemplateHash: NEW_HASH,
    ...facts,
  };
}

/** A model whose objects are all there, without pods. */
export function anObservedModel(
  facts: Partial<ObservedModel> = {},
): ObservedModel {
  return {
    deployment: aDeployment(),
    pods: [],
    events: [],
    serviceExists: true,
    serviceMonitorExists: true,
    ...facts,
  };
}
