import { maskLog } from '../../../domain/diagnosis/logs/maskLogLine';
import type {
  ContainerFacts,
  PodFacts,
  Termination,
} from '../../../domain/facts/ObservedModel';
import type { RawObject } from '../../connection/RawObject';
import {
  computePodRequests,
  type PodResources,
} from '../../../domain/placement/podRequests';

/** Longest text kept of any one message of a pod, in characters. */
const LONGEST_MESSAGE = 2048;

export function toPodFacts(pod: RawObject): PodFacts {
  const { metadata, spec = {}, status = {} } = pod;
  const ready = findCondition(status, 'Ready');
  return defined({
    name: metadata.name,
    uid: metadata.uid,
    namespace: metadata.namespace ?? '',
    createdAt: metadata.creationTimestamp,
    deleting: metadata.deletionTimestamp !== undefined,
    graceSeconds: metadata.deletionGracePeriodSeconds,
    phase: status.phase ?? 'Unknown',
    reason: status.reason,
    message: shorten(status.message),
    node: spec.nodeName,
    address: status.podIP,
    templateHash: metadata.labels?.['pod-template-hash'],
    unscheduled: toUnscheduled(status),
    scheduledAt: toScheduledAt(status),
    ready: ready?.status === 'True',
    readySince: ready?.status === 'True' ? ready.lastTransitionTime : undefined,
    requests: computePodRequests(pod as PodResources),
    containers: (status.containerStatuses ?? []).map(toContainerFacts),
    initContainers: (status.initContainerStatuses ?? []).map(toContainerFacts),
  });
}

function findCondition(status: any, type: string) {
  return (status.conditions ?? []).find((other: any) => other.type === type);
}

function toScheduledAt(status: any): string | undefined {
  const condition = findCondition(status, 'PodScheduled');
  return condition?.status === 'True'
    ? condition.lastTransitionTime
    : undefined;
}

function toUnscheduled(status: any): PodFacts['unscheduled'] {
  const condition = findCondition(status, 'PodScheduled');
  if (!condition || condition.status === 'True') {
    return undefined;
  }
  return defined({
    reason: condition.reason ?? 'Unschedulable',
    message: shorten(condition.message) ?? '',
    since: condition.lastTransitionTime,
  });
}

function toContainerFacts(container: any): ContainerFacts {
  const { state = {}, lastState = {} } = container;
  return defined({
    name: container.name,
    image: container.image ?? '',
    ready: container.ready === true,
    started: container.started === true,
    restarts: container.restartCount ?? 0,
    waiting: state.waiting && {
      reason: state.waiting.reason ?? '',
      message: shorten(state.waiting.message),
    },
    runningSince: state.running?.startedAt,
    terminated: toTermination(state.terminated),
    lastTerminated: toTermination(lastState.terminated),
  });
}

function toTermination(terminated: any): Termination | undefined {
  return (
    terminated &&
    defined({
      exitCode: terminated.exitCode,
      reason: terminated.reason,
      message: shorten(terminated.message && maskLog(terminated.message)),
      startedAt: terminated.startedAt,
      finishedAt: terminated.finishedAt,
    })
  );
}

// The end of an engine's output says more than its beginning
function shorten(message: string | undefined): string | undefined {
  return message?.slice(-LONGEST_MESSAGE);
}

function defined<T extends object>(facts: T): T {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as T;
}
