import type {
  EventFacts,
  ObservedModel,
  PodFacts,
} from '../../domain/facts/ObservedModel';
import type { RawObject } from '../watchResource';
import { toDeploymentFacts } from './toDeploymentFacts';
import { toEventFacts } from './toEventFacts';
import { toPodFacts } from './toPodFacts';
import { toReplicaSet } from './toReplicaSet';

/** A pod as it is sent to maintainers, with what belongs to it. */
export type Capture = {
  pod: RawObject;
  /** Deployment, ReplicaSet and others. */
  others?: RawObject[];
  events?: RawObject[];
  logs?: string;
  previousLogs?: string;
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
  const pod = toPodFacts(capture.pod);
  const deployment = others.find(({ kind }) => kind === 'Deployment');
  const newest = others
    .flatMap(object =>
      object.kind === 'ReplicaSet' ? toReplicaSet(object) ?? [] : [],
    )
    .sort((a, b) => b.revision - a.revision)[0];
  const facts = events.map(toEventFacts);
  return {
    observed: {
      deployment:
        deployment && toDeploymentFacts(deployment, newest?.templateHash),
      pods: [pod],
      events: facts,
      serviceExists: true,
      serviceMonitorExists: true,
    },
    logLines: { [pod.name]: logOf(pod, capture) },
    now: momentOf(pod, facts),
  };
}

// an ended container's own log is the plain one, a restarted one's the other
function logOf(pod: PodFacts, { logs = '', previousLogs = '' }: Capture) {
  const isOver = pod.containers.some(({ terminated }) => terminated);
  const text = isOver ? logs : previousLogs;
  return text.trim() && !NO_LOG.test(text) ? text.trimEnd().split('\n') : [];
}

function momentOf(pod: PodFacts, events: EventFacts[]): Date {
  const times = [
    pod.createdAt,
    pod.readySince,
    ...pod.containers.flatMap(
      ({ runningSince, terminated, lastTerminated }) => [
        runningSince,
        terminated?.finishedAt,
        lastTerminated?.finishedAt,
      ],
    ),
    ...events.map(({ lastAt }) => lastAt),
  ].flatMap(time => (time ? Date.parse(time) || [] : []));
  return new Date(Math.max(0, ...times));
}
