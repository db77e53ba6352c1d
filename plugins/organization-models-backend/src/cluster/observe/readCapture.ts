import type {
  EventFacts,
  ObservedModel,
  PodFacts,
} from '../../domain/facts/ObservedModel';
import type { RawObject } from '../connection/RawObject';
import { toDeploymentFacts } from './reading/toDeploymentFacts';
import { toEventFacts } from './reading/toEventFacts';
import { toPodFacts } from './reading/toPodFacts';
import { toReplicaSet } from './reading/toReplicaSet';

/** A pod as it is sent to maintainers, with what belongs to it. */
export type Capture = {
  /** Missing where none could be made. */
  pod?: RawObject | null;
  /** Deployment, ReplicaSet, claim and others. */
  others?: RawObject[];
  events?: RawObject[];
  logs?: string;
  previousLogs?: string;
  /** How long it was watched. */
  seconds?: number;
};

export type CapturedModel = {
  observed: ObservedModel;
  logLines: Record<string, string[]>;
  /** When it was captured, as far as its own times tell. */
  now: Date;
};

/** What kubectl says in place of a log. */
const NO_LOG =
  /^(?:Error from server|unable to retrieve container logs|Error response from)/;

/** Reads a captured pod as the watches would have. */
export function readCapture(capture: Capture): CapturedModel {
  const { others = [], events = [] } = capture;
  const pods = capture.pod ? [toPodFacts(capture.pod)] : [];
  const deployment = others.find(({ kind }) => kind === 'Deployment');
  const newestSet = others
    .flatMap(object =>
      object.kind === 'ReplicaSet' ? toReplicaSet(object) ?? [] : [],
    )
    .sort((a, b) => b.revision - a.revision)[0];
  const claim = others.find(({ kind }) => kind === 'PersistentVolumeClaim');
  const facts = events.map(toEventFacts);
  return {
    observed: {
      deployment: deployment && toDeploymentFacts(deployment, { newestSet }),
      pods,
      ...(claim && {
        claim: {
          name: claim.metadata.name,
          phase: claim.status?.phase ?? 'Pending',
        },
      }),
      events: facts,
      serviceExists: true,
      serviceMonitorExists: true,
    },
    logLines: Object.fromEntries(
      pods.map(pod => [pod.name, logOf(pod, capture)]),
    ),
    now: momentOf(pods, facts, capture),
  };
}

// an ended container's own log is the plain one, a restarted one's the other
function logOf(pod: PodFacts, { logs = '', previousLogs = '' }: Capture) {
  const isOver = pod.containers.some(({ terminated }) => terminated);
  const text = isOver ? logs : previousLogs;
  return text.trim() && !NO_LOG.test(text) ? text.trimEnd().split('\n') : [];
}

function momentOf(
  pods: PodFacts[],
  events: EventFacts[],
  { seconds = 0 }: Capture,
): Date {
  const times = [
    ...pods.flatMap(pod => [pod.readySince, ...endingsOf(pod)]),
    ...events.map(({ lastAt }) => lastAt),
  ].flatMap(time => (time ? Date.parse(time) || [] : []));
  const watched = pods.map(
    ({ createdAt }) => Date.parse(createdAt) + seconds * 1000,
  );
  return new Date(Math.max(0, ...times, ...watched));
}

function endingsOf({ containers }: PodFacts) {
  return containers.flatMap(({ runningSince, terminated, lastTerminated }) => [
    runningSince,
    terminated?.finishedAt,
    lastTerminated?.finishedAt,
  ]);
}
