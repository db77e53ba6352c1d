import type { EventFacts } from '../../facts/ObservedModel';
import { quote } from '../evidence';
import type { PodRule } from '../Finding';
import {
  GATED,
  SCHEDULING_CAUSES,
  UNKNOWN_SCHEDULING_CAUSE,
  Words,
} from './schedulingCauses';

/** A pod without a node: waiting for room, never a failure by itself. */
export const findSchedulingProblem: PodRule = (pod, { events }) => {
  if (!pod.unscheduled || pod.node) {
    return undefined;
  }
  const { reason, message } = pod.unscheduled;
  const cause = reason === 'SchedulingGated' ? GATED : causeOf(message);
  return {
    ...cause,
    hint: isNodeComing(events) ? 'A new node is on its way.' : cause.hint,
    severity: 'waiting',
    concern: cause.code.startsWith('Claim') ? 'storage' : 'scheduling',
    evidence: quote(message),
  };
};

function causeOf(message: string): Words {
  // what follows is about preempting others
  const [nodes] = message.split(/\bpreemption:/);
  const cause = SCHEDULING_CAUSES.find(({ pattern }) => pattern.test(nodes));
  if (!cause) {
    return UNKNOWN_SCHEDULING_CAUSE;
  }
  const [matched] = cause.pattern.exec(nodes)!;
  const { code, hint } = cause;
  return { code, hint, message: matched.replace(cause.pattern, cause.message) };
}

function isNodeComing(events: EventFacts[]): boolean {
  const [newest] = events
    .filter(({ reason }) => /^(Not)?Trigger(ed)?ScaleUp$/.test(reason))
    .sort((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt));
  return newest?.reason === 'TriggeredScaleUp';
}
