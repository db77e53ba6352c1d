import type { NodeFacts } from '../../facts/ClusterFacts';
import type { EventFacts, PodFacts } from '../../facts/ObservedModel';
import { REASONS, type ReasonCode } from '../../reasons/catalogue';
import { eventEvidence, quote, statusEvidence } from '../evidence';
import type { Finding, PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';
import { readSchedulerWords, type SchedulerWords } from './readSchedulerWords';
import { findKeptNodes } from './findKeptNodes';
import { nameTaint } from './nameTaint';
import { POD_CAUSES, SchedulingCause } from './schedulingCauses';

/** A pod without a node: waiting for room, never a failure by itself. */
export const findSchedulingProblem: PodRule = (pod, { events, nodes }) => {
  const unscheduled = pod.unscheduled ?? saidByEvent(events);
  if (!unscheduled || pod.node) {
    return undefined;
  }
  const { reason, message, since } = unscheduled;
  const { code, ...words } =
    reason === 'SchedulingGated'
      ? { code: 'WaitingForQueue' as const }
      : causeOf(message, nodes);
  const scaling = newestScaling(events);
  const isComing = scaling && COMING.includes(scaling.reason);
  return makeFinding(code, {
    ...words,
    ...(isComing ? { hint: 'A new node is on its way.' } : {}),
    evidence: [
      ...statusEvidence(`Pod/${pod.name}`, message, since),
      // why no node comes, in the autoscaler's own words
      ...(scaling && !isComing ? eventEvidence(scaling) : []),
    ],
  });
};

// not every scheduler writes the condition
function saidByEvent(events: EventFacts[]): PodFacts['unscheduled'] {
  const [newest] = events
    .filter(event => event.reason === 'FailedScheduling' && !isScaling(event))
    .sort((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt));
  return (
    newest && {
      reason: 'Unschedulable',
      message: newest.message,
      since: newest.firstAt,
    }
  );
}

type Words = { code: ReasonCode; message?: string; found?: Finding['found'] };

function causeOf(text: string, nodes: NodeFacts[]): Words {
  // what follows is about preempting others
  const [ofNodes] = text.split(
    /\.?\s*(?:no new claims to deallocate|still not schedulable|preemption:)/,
  );
  const whole = POD_CAUSES.find(({ pattern }) => pattern.test(ofNodes));
  if (whole) {
    return toWords(whole, ofNodes);
  }
  const [furthest, ...others] = readSchedulerWords(ofNodes);
  if (!furthest) {
    return { code: 'Unschedulable', message: unknownWords(ofNodes) };
  }
  const { cause, words } = furthest;
  if (!cause) {
    return { code: 'Unschedulable', message: unknownWords(words) };
  }
  const kept = findKeptNodes([furthest, ...others], nodes);
  if (kept) {
    return nameTaint(kept.words, kept.nodes);
  }
  return cause.code === 'UntoleratedTaint'
    ? nameTaint(tellingTaint([furthest, ...others]), nodes)
    : toWords(cause, words);
}

/** Nodes that are nobody's to run models on. */
const CONTROL_PLANE = /node-role\.kubernetes\.io\/(?:control-plane|master)/;

function tellingTaint(all: SchedulerWords[]): string {
  const taints = all
    .filter(({ cause }) => cause?.code === 'UntoleratedTaint')
    .map(({ words }) => words);
  return taints.find(words => !CONTROL_PLANE.test(words)) ?? taints[0];
}

function unknownWords(text: string): string {
  const quoted = quote(text)?.replace(/\.$/, '');
  return quoted
    ? `The scheduler finds no node for the pods: ${quoted}.`
    : REASONS.Unschedulable.sentence;
}

function toWords(
  { code, pattern, message }: SchedulingCause,
  text: string,
): Words {
  const [matched] = pattern.exec(text)!;
  return message
    ? { code, message: matched.replace(pattern, message) }
    : { code };
}

/** What the cluster autoscaler and Karpenter say of nodes for a pod. */
const COMING = ['TriggeredScaleUp', 'Nominated'];
const SCALING = [...COMING, 'NotTriggerScaleUp', 'FailedScaleUp'];

function newestScaling(events: EventFacts[]): EventFacts | undefined {
  return events
    .filter(isScaling)
    .sort((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt))[0];
}

// Karpenter's reason is the scheduler's, too
function isScaling({ reason, message }: EventFacts): boolean {
  return (
    SCALING.includes(reason) ||
    (reason === 'FailedScheduling' && /^Failed to schedule pod/.test(message))
  );
}
