import type { StatusReason } from '@orgmodels/backstage-plugin-organization-models-common';
import type { EventFacts, PodFacts } from '../facts/ObservedModel';
import { vllmRuntime } from '../engines/vllm/vllmRuntime';
import { eventsOf } from './diagnose';
import type { PodContext } from './Finding';
import { findPodFinding } from './findPodFinding';

export type DescribePodOptions = { events: EventFacts[]; now: Date } & Partial<
  Pick<PodContext, 'failures' | 'logLines'>
>;

/** Why a single pod is not ready; `undefined` when it is. */
export function describePod(
  pod: PodFacts,
  {
    events,
    now,
    failures = vllmRuntime.failures,
    logLines = [],
  }: DescribePodOptions,
): Pick<StatusReason, 'code' | 'message' | 'hint'> | undefined {
  if (pod.deleting) {
    return {
      code: 'Terminating',
      message: 'The pod is ending its last requests.',
    };
  }
  const context = { events: eventsOf(pod, events), now, failures, logLines };
  const finding = findPodFinding(pod, context);
  return finding && pickReason(finding);
}

function pickReason({ code, message, hint }: StatusReason) {
  return hint ? { code, message, hint } : { code, message };
}
