import type {
  EventFacts,
  ObservedModel,
  PodFacts,
} from '../facts/ObservedModel';
import type { FailureFingerprint } from '../engines/ModelRuntime';
import { vllmRuntime } from '../engines/vllm/vllmRuntime';
import type { Finding, Severity } from './Finding';
import { findPodFinding } from './findPodFinding';
import { findClaimProblem } from './rules/findClaimProblem';
import { findCreationProblem } from './rules/findCreationProblem';
import { findRolloutProblem } from './rules/findRolloutProblem';

export type DiagnosisOptions = {
  /** Only pods of the newest ReplicaSet show whether a new spec fails. */
  newestTemplateHash?: string;
  now: Date;
  /** What the model's engine says when it fails. */
  failures?: readonly FailureFingerprint[];
  /** Last lines of ended containers by the pod's name, where they were read. */
  logLines?: Record<string, string[]>;
};

/**
 * Says what is the matter with a model's workload, the most telling finding
 * first. Ready pods are no matter, whatever happened before they were.
 */
export function diagnose(
  observed: ObservedModel,
  options: DiagnosisOptions,
): Finding[] {
  const pods = newestPods(observed, options);
  const findings = [
    findCreationProblem(observed),
    findClaimProblem(observed),
    ...pods.map(pod =>
      findPodFinding(pod, contextOf(pod, observed.events, options)),
    ),
    findRolloutProblem(observed, pods),
  ];
  return rank(merge(findings.filter(finding => finding !== undefined)));
}

/** Pods of the newest ReplicaSet which are not on their way out. */
export function newestPods(
  { pods, deployment }: Pick<ObservedModel, 'pods' | 'deployment'>,
  {
    newestTemplateHash = deployment?.newestTemplateHash,
  }: { newestTemplateHash?: string },
): PodFacts[] {
  return pods.filter(
    pod =>
      !pod.deleting &&
      (!newestTemplateHash || pod.templateHash === newestTemplateHash),
  );
}

function contextOf(
  pod: PodFacts,
  events: EventFacts[],
  { now, failures = vllmRuntime.failures, logLines = {} }: DiagnosisOptions,
) {
  return {
    now,
    failures,
    logLines: logLines[pod.name] ?? [],
    events: eventsOf(pod, events),
  };
}

/** A pod's own events, not those of an earlier pod of the same name. */
export function eventsOf(pod: PodFacts, events: EventFacts[]): EventFacts[] {
  return events.filter(
    ({ object }) =>
      object.kind === 'Pod' &&
      (object.uid ? object.uid === pod.uid : object.name === pod.name),
  );
}

// several pods with one trouble are one finding
function merge(findings: Finding[]): Finding[] {
  const byCode = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.code}`;
    const known = byCode.get(key);
    const evidence = [
      ...new Set([...(known?.evidence ?? []), ...finding.evidence]),
    ];
    byCode.set(key, { ...(known ?? finding), evidence: evidence.slice(0, 3) });
  }
  return [...byCode.values()];
}

const SEVERITIES: Severity[] = ['failure', 'waiting', 'warning', 'progress'];

// sorting is stable: within a severity, rules keep their order
function rank(findings: Finding[]): Finding[] {
  return findings.sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
}
