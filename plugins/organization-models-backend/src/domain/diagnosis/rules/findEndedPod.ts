import type { PodFacts } from '../../facts/ObservedModel';
import type { ReasonCode } from '../../reasons/catalogue';
import { quote, statusEvidence } from '../evidence';
import type { Finding } from '../Finding';
import { makeFinding } from '../makeFinding';

/** As many refusals in a row are no accident. */
const SEVERAL = 3;

/** What nodes say that refuse a pod after the scheduler chose them. */
const REFUSALS: [reason: RegExp, code: ReasonCode][] = [
  [/^(?:TopologyAffinityError|Topology)/, 'TopologyRefused'],
  [
    /^(?:UnexpectedAdmissionError|OutOf|SMTAlignmentError|NodeAffinity|NodeName|NodePorts|PodOS|InvalidNodeInfo|AdmissionFailed|AppArmor|Sysctl|PreemptContainer)/,
    'NodeRefusedPod',
  ],
];

/** Reasons that are new, or of single features of nodes. */
const REJECTED = /^Pod was rejected|Predicates? .*failed/;

const ENDINGS: [reason: RegExp, code: ReasonCode][] = [
  [/^Preempt/, 'Preempted'],
  [
    /^(?:Terminated|NodeShutdown|Shutdown|NodeLost|DeletionByTaintManager)/,
    'NodeDrained',
  ],
];

/** What device plugins say of a GPU that has to be mended. */
const BROKEN = /GPU is lost|GPU has fallen off|\bXid\b|uncorrectable ECC/i;

/**
 * Pods that ended for good: evicted, preempted, refused by their node. They stay
 * listed beside their successors, and matter only as long as none of these has
 * got further.
 */
export function findEndedPods(pods: PodFacts[]): Finding[] {
  const ended = pods.filter(isEnded);
  const successor = latest(pods.filter(hasStarted));
  const byCode = new Map<ReasonCode, PodFacts[]>();
  for (const pod of ended.filter(({ createdAt }) => createdAt > successor)) {
    const code = codeOf(pod);
    byCode.set(code, [...(byCode.get(code) ?? []), pod]);
  }
  return [...byCode].map(([code, alike]) => toFinding(code, alike));
}

export function isEnded({ phase }: PodFacts): boolean {
  return phase === 'Failed' || phase === 'Succeeded';
}

// a node refuses pods before their containers start
function hasStarted(pod: PodFacts): boolean {
  return (
    !isEnded(pod) &&
    pod.containers.some(
      ({ runningSince, restarts }) => runningSince || restarts,
    )
  );
}

function latest(pods: PodFacts[]): string {
  return (
    pods
      .map(({ createdAt }) => createdAt)
      .sort()
      .at(-1) ?? ''
  );
}

function codeOf({ reason = '', message = '' }: PodFacts): ReasonCode {
  if (reason === 'Evicted') {
    return /ephemeral local storage usage exceeds|exceeded its local ephemeral storage|exceeds the limit/.test(
      message,
    )
      ? 'EphemeralStorageExceeded'
      : 'Evicted';
  }
  if (BROKEN.test(message)) {
    return 'GpuBroken';
  }
  const found = [...REFUSALS, ...ENDINGS].find(([pattern]) =>
    pattern.test(reason),
  );
  return found?.[1] ?? (REJECTED.test(message) ? 'NodeRefusedPod' : 'PodEnded');
}

function toFinding(code: ReasonCode, pods: PodFacts[]): Finding {
  const last = pods.reduce((a, b) => (b.createdAt > a.createdAt ? b : a));
  const isRefusal = REFUSALS.some(([, refusal]) => refusal === code);
  const times = pods.length > 1 ? ` ${pods.length} pods were refused.` : '';
  const node = last.node ? `Node ${last.node}` : 'The node';
  const sentences: Partial<Record<ReasonCode, string>> = {
    GpuBroken: `${node} refuses the pods: a GPU of it is broken.${times}`,
    TopologyRefused: `${node} refuses the pods: GPUs, CPUs and memory cannot be had on one NUMA node (topology).${times}`,
    Evicted: whyEvicted(last, node),
    PodEnded: `A pod ended: ${[last.reason, quote(last.message)]
      .filter(Boolean)
      .join(': ')
      .replace(/\.?$/, '.')}`,
    NodeRefusedPod: `${node} refuses the pods: ${whyRefused(last)}.${times}`,
  };
  return makeFinding(code, {
    message: sentences[code],
    severity: isRefusal && pods.length < SEVERAL ? 'warning' : undefined,
    evidence: statusEvidence(
      `Pod/${last.name}`,
      [last.reason, last.message].filter(Boolean).join(': '),
      last.createdAt,
    ),
  });
}

/** Reasons that speak of amounts. */
const OF_ROOM = /^(?:UnexpectedAdmissionError|OutOf)/;

function whyRefused({ reason = '', message }: PodFacts): string {
  const words = quote(message)?.replace(/^Pod was rejected: |\.$/g, '');
  return OF_ROOM.test(reason) || !words
    ? 'it could not give them what the scheduler had found free there'
    : words;
}

function whyEvicted({ message = '' }: PodFacts, node: string) {
  const { resource, condition } =
    /low on resource: (?<resource>[\w-]+)|had condition: \[(?<condition>\w+)\]/.exec(
      message,
    )?.groups ?? {};
  return resource || condition
    ? `A pod was evicted: ${node.replace(/^[TN]/, first =>
        first === 'T' ? 't' : 'n',
      )} was ${resource ? `low on ${resource}` : `under ${condition}`}.`
    : undefined;
}
