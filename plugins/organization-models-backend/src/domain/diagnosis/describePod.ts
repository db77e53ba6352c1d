import type { StatusReason } from '@orgmodels/backstage-plugin-organization-models-common';
import type { EventFacts, PodFacts } from '../facts/ObservedModel';
import { BUILT_IN_RUNTIMES } from '../engines/findRuntime';
import { eventsOf } from './diagnose';
import type { PodContext } from './Finding';
import { findPodFinding } from './findPodFinding';
import { findEndedPods } from './rules/findEndedPod';

export type DescribePodOptions = { events: EventFacts[]; now: Date } & Partial<
  Omit<PodContext, 'events' | 'now'>
>;

/** Why a single pod is not ready; `undefined` when it is. */
export function describePod(
  pod: PodFacts,
  { events, ...options }: DescribePodOptions,
): Pick<StatusReason, 'code' | 'message' | 'hint'> | undefined {
  if (pod.deleting) {
    return {
      code: 'Terminating',
      message: 'The pod is ending its last requests.',
    };
  }
  const [ended] = findEndedPods([pod]);
  const finding =
    ended ??
    findPodFinding(pod, {
      engine: BUILT_IN_RUNTIMES[0],
      logLines: [],
      nodes: [],
      ...options,
      events: eventsOf(pod, events),
    });
  return finding && pickReason(finding);
}

function pickReason({ code, message, hint }: StatusReason) {
  return hint ? { code, message, hint } : { code, message };
}
