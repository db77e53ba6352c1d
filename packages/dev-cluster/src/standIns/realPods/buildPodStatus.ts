import {
  V1ContainerState,
  V1ContainerStatus,
  V1Pod,
  V1PodCondition,
  V1PodStatus,
} from '@kubernetes/client-node';
import { RunEnding } from './ContainerRun';

/** What is known of one container. */
export interface ContainerFacts {
  readonly state:
    | {
        readonly is: 'waiting';
        readonly reason: string;
        readonly message?: string;
      }
    | { readonly is: 'running'; readonly since: Date }
    | ({ readonly is: 'ended' } & RunEnding);
  /** The run before this one. */
  readonly last?: RunEnding;
  readonly restarts: number;
  readonly started: boolean;
  readonly ready: boolean;
}

/** The first of any container. */
export const WAITING: ContainerFacts = {
  state: { is: 'waiting', reason: 'PodInitializing' },
  restarts: 0,
  started: false,
  ready: false,
};

/** The status of a pod by what its containers do, as a kubelet reports it. */
export function buildPodStatus(
  { spec, status }: V1Pod,
  containers: ReadonlyMap<string, ContainerFacts>,
  { podIP, now }: { podIP: string; now: Date },
): V1PodStatus {
  const toStatus = (
    { name, image = '' }: { name: string; image?: string },
    isInit: boolean,
  ): V1ContainerStatus => {
    const facts = containers.get(name) ?? WAITING;
    return {
      name,
      image,
      imageID: image,
      ready: isInit ? isDone(facts) : facts.ready,
      started: isInit ? false : facts.started,
      restartCount: facts.restarts,
      state: toState(facts.state),
      lastState: facts.last && { terminated: toTerminated(facts.last) },
    };
  };
  const inits = spec?.initContainers ?? [];
  const mains = spec?.containers ?? [];
  const isInitialized = inits.every(({ name }) => isDone(containers.get(name)));
  const isReady = mains.every(({ name }) => containers.get(name)?.ready);
  const hasStarted = mains.some(({ name }) => {
    const facts = containers.get(name);
    return facts && (facts.state.is !== 'waiting' || facts.restarts > 0);
  });
  return {
    phase: hasStarted ? 'Running' : 'Pending',
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: status?.startTime ?? now,
    conditions: [
      condition('Initialized', isInitialized, 'ContainersNotInitialized'),
      condition('ContainersReady', isReady, 'ContainersNotReady'),
      condition('Ready', isReady, 'ContainersNotReady'),
    ],
    containerStatuses: mains.map(each => toStatus(each, false)),
    initContainerStatuses: inits.map(each => toStatus(each, true)),
  };

  function condition(
    type: string,
    isSo: boolean,
    reason: string,
  ): V1PodCondition {
    const value = isSo ? 'True' : 'False';
    const before = status?.conditions?.find(each => each.type === type);
    return {
      type,
      status: value,
      // A merge leaves what is not said
      reason: isSo ? (null as unknown as undefined) : reason,
      lastTransitionTime:
        before?.status === value ? before.lastTransitionTime : now,
    };
  }
}

function isDone(facts: ContainerFacts | undefined): boolean {
  return facts?.state.is === 'ended' && facts.state.exitCode === 0;
}

function toState(state: ContainerFacts['state']): V1ContainerState {
  switch (state.is) {
    case 'waiting':
      return { waiting: { reason: state.reason, message: state.message } };
    case 'running':
      return { running: { startedAt: state.since } };
    default:
      return { terminated: toTerminated(state) };
  }
}

function toTerminated(ending: RunEnding) {
  const { exitCode, reason, message, startedAt, finishedAt } = ending;
  return { exitCode, reason, message, startedAt, finishedAt };
}
