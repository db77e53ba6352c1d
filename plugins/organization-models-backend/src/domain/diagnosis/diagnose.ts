import { BUILT_IN_RUNTIMES } from '../engines/findRuntime';
import type { NodeFacts } from '../facts/ClusterFacts';
import type {
  EventFacts,
  ObservedModel,
  PodFacts,
} from '../facts/ObservedModel';
import type { Evidence, Finding, PodContext, Severity } from './Finding';
import { findPodFinding } from './findPodFinding';
import { makeFinding } from './makeFinding';
import { findClaimProblem } from './rules/findClaimProblem';
import { findCreationProblem } from './rules/findCreationProblem';
import { findEndedPods } from './rules/findEndedPod';
import { findStranded } from './rules/findLostNode';
import { findRolloutProblem } from './rules/findRolloutProblem';

export type DiagnosisOptions = {
  /** Only pods of the newest ReplicaSet show whether a new spec fails. */
  newestTemplateHash?: string;
  now: Date;
  /** What the model's engine says. */
  engine?: PodContext['engine'];
  /** Last lines of ended containers by the pod's name, where they were read. */
  logLines?: Record<string, string[]>;
  startupBudgetSeconds?: number;
  /** What was found last, of the same spec. */
  before?: PodContext['before'];
  nodes?: NodeFacts[];
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
  const { nodes = [] } = options;
  const findings = [
    findCreationProblem(observed),
    findClaimProblem(observed, options.now),
    ...pods.map(pod => {
      const context = contextOf(pod, observed.events, options);
      return waitForOwn(observed, findPodFinding(pod, context));
    }),
    ...findEndedPods(pods),
    pods.length === 0 ? findStranded(observed.pods, nodes) : undefined,
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
  {
    engine = BUILT_IN_RUNTIMES[0],
    logLines = {},
    nodes = [],
    ...options
  }: DiagnosisOptions,
): PodContext {
  return {
    ...options,
    engine,
    nodes,
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

const OF_ROOM = [
  'InsufficientGpu',
  'InsufficientMemory',
  'InsufficientCpu',
  'InsufficientDevices',
  'ClaimInUse',
];

// the room is there, and an ending pod of the model has it yet
function waitForOwn(
  { pods }: ObservedModel,
  finding: Finding | undefined,
): Finding | undefined {
  const isEnding = pods.some(({ deleting, node }) => deleting && node);
  return finding && isEnding && OF_ROOM.includes(finding.code)
    ? makeFinding('WaitingForRoom', { evidence: finding.evidence })
    : finding;
}

// several pods with one trouble are one finding
function merge(findings: Finding[]): Finding[] {
  const byCode = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.code}`;
    const known = byCode.get(key);
    const evidence = distinct([
      ...(known?.evidence ?? []),
      ...finding.evidence,
    ]);
    byCode.set(key, { ...(known ?? finding), evidence: evidence.slice(0, 6) });
  }
  return [...byCode.values()];
}

function distinct(evidence: Evidence[]): Evidence[] {
  return [...new Map(evidence.map(item => [item.text, item])).values()];
}

const SEVERITIES: Severity[] = ['failure', 'waiting', 'warning', 'progress'];

/** The worst first; sorting is stable: within a severity, rules keep their order. */
export function rank(findings: Finding[]): Finding[] {
  return findings.sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
}
