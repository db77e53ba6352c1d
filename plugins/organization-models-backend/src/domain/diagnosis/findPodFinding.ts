import type { PodFacts } from '../facts/ObservedModel';
import type { Finding, PodContext, PodRule } from './Finding';
import { findConfigProblem } from './rules/findConfigProblem';
import { findCrash } from './rules/findCrash';
import { isEnded } from './rules/findEndedPod';
import { findImageProblem } from './rules/findImageProblem';
import { findLostNode } from './rules/findLostNode';
import { findMountProblem } from './rules/findMountProblem';
import { findSandboxProblem } from './rules/findSandboxProblem';
import { findNotAnswering } from './rules/findNotAnswering';
import { findProgress } from './rules/findProgress';
import { findSchedulingProblem } from './rules/findSchedulingProblem';
import { findUnknownWait } from './rules/findUnknownWait';

// the first that finds something is right: a pod gets no further than there
const RULES: PodRule[] = [
  findSchedulingProblem,
  findImageProblem,
  findConfigProblem,
  findLostNode,
  findNotAnswering,
  findCrash,
  findSandboxProblem,
  findMountProblem,
  findUnknownWait,
  findProgress,
];

/** What keeps one pod from being ready; `undefined` when nothing does. */
export function findPodFinding(
  pod: PodFacts,
  context: PodContext,
): Finding | undefined {
  if (isEnded(pod)) {
    return undefined;
  }
  if (pod.ready) {
    return findRecentCrash(pod, context);
  }
  for (const rule of RULES) {
    const finding = rule(pod, context);
    if (finding) {
      return finding;
    }
    if (rule === findLostNode && looksReady(pod)) {
      return undefined;
    }
  }
  return undefined;
}

/** How long a restart is worth telling of after the pod is ready again. */
const RECENT_MS = 600_000;

// a pod that serves is well; why it was restarted just now is good to know
function findRecentCrash(pod: PodFacts, context: PodContext) {
  const since = context.now.getTime() - RECENT_MS;
  const isRecent = pod.containers.some(
    ({ lastTerminated }) =>
      Date.parse(lastTerminated?.finishedAt ?? '') > since,
  );
  const finding = isRecent ? findCrash(pod, context) : undefined;
  return finding && { ...finding, severity: 'warning' as const };
}

// for a second, readiness of a pod may be behind that of its containers
function looksReady({ containers }: PodFacts): boolean {
  return containers.length > 0 && containers.every(({ ready }) => ready);
}
