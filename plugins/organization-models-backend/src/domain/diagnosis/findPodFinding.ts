import type { PodFacts } from '../facts/ObservedModel';
import type { Finding, PodContext, PodRule } from './Finding';
import { findConfigProblem } from './rules/findConfigProblem';
import { findCrash } from './rules/findCrash';
import { findEndedPod } from './rules/findEndedPod';
import { findImageProblem } from './rules/findImageProblem';
import { findLostNode } from './rules/findLostNode';
import { findMountProblem } from './rules/findMountProblem';
import { findProgress } from './rules/findProgress';
import { findSchedulingProblem } from './rules/findSchedulingProblem';

// the first that finds something is right: a pod gets no further than there
const RULES: PodRule[] = [
  findEndedPod,
  findSchedulingProblem,
  findImageProblem,
  findConfigProblem,
  findLostNode,
  findCrash,
  findMountProblem,
  findProgress,
];

/** What keeps one pod from being ready; `undefined` when nothing does. */
export function findPodFinding(
  pod: PodFacts,
  context: PodContext,
): Finding | undefined {
  if (pod.ready) {
    return undefined;
  }
  for (const rule of RULES) {
    const finding = rule(pod, context);
    if (finding) {
      return finding;
    }
  }
  return undefined;
}
