import {
  composeTimeline,
  newestPodOf,
  type TimelinePhase,
} from '../diagnosis/starts/composeTimeline';
import { rank } from '../diagnosis/diagnose';
import { diagnoseLog } from '../diagnosis/logs/diagnoseLog';
import type { Finding } from '../diagnosis/Finding';
import { expectStart } from '../diagnosis/starts/expectStart';
import { startPlaceOf } from '../diagnosis/starts/startPlaceOf';
import { findFix, type Fix } from '../diagnosis/findFix';
import type { Asked } from '../diagnosis/fixes/Fix';
import { findRuntime } from '../engines/findRuntime';
import type { NodeFacts } from '../facts/ClusterFacts';
import { type CrashLog, linesByPod } from '../facts/CrashLog';
import type { ModelStart } from '../facts/ModelStart';
import type { StartProof } from '../facts/StartProof';
import type { ObservedModel } from '../facts/ObservedModel';
import type { StoredModel } from '../facts/StoredModel';
import type { GpuConfig } from '../gpus/gpuConfig';
import { findReason } from '../reasons/catalogue';
import { collectFacts } from './collectFacts';
import { findScalingDoubts } from './findScalingDoubts';

export type ModelDiagnosis = {
  findings: (Omit<Finding, 'found'> & { fix?: Fix })[];
  timeline: TimelinePhase[];
};

/** What is the matter with a model, with proof and, where we can, a fix. */
export function diagnoseModel(
  model: StoredModel,
  seen: {
    observed: ObservedModel | undefined;
    /** What is kept of it, newest first. */
    logs: CrashLog[];
    nodes: NodeFacts[];
    /** What accelerators they may have. */
    gpus: GpuConfig;
    /** What claims get volumes of; undefined where nothing is known of it. */
    storageClasses?: Asked['storageClasses'];
    /** Earlier starts of the same model or image. */
    starts?: ModelStart[];
    proof?: StartProof;
    now: Date;
  },
): ModelDiagnosis {
  const engine = findRuntime(model.resolved.runtime);
  const facts = collectFacts({
    desiredState: model.spec.desired_state ?? 'running',
    deletionRequested: model.deletionRequestedAt !== undefined,
    generation: model.generation,
    observedGeneration: model.observedGeneration,
    resolved: model.resolved,
    observed: seen.observed,
    applyProblems: [],
    reachable: true,
    previous: {
      status: model.status,
      reason: model.statusReason,
      conditions: model.conditions,
      replicas: model.replicas,
    },
    logLines: linesByPod(seen.logs),
    nodes: seen.nodes,
    proof: seen.proof,
    now: seen.now,
  });
  const findings = rank([
    ...remembered(model, facts.findings, seen),
    ...facts.findings,
    ...findScalingDoubts(facts),
  ]);
  const { nodes, gpus, storageClasses, observed } = seen;
  const pods = podsOf(observed);
  const asked = { ...model, nodes, gpus, storageClasses, pods };
  return {
    findings: findings.map(({ found, ...finding }) => {
      const fix = findFix({ code: finding.code, found }, asked);
      return fix ? { ...finding, fix } : finding;
    }),
    timeline: seen.observed
      ? timelineOf(model, seen.observed, { ...seen, engine })
      : [],
  };
}

// the newest is the one that failed
function podsOf(observed: ObservedModel | undefined) {
  const newest = observed && newestPodOf(observed);
  const others = observed?.pods.filter(pod => pod !== newest) ?? [];
  return newest ? [newest, ...others] : others;
}

function timelineOf(
  model: StoredModel,
  observed: ObservedModel,
  {
    starts = [],
    ...options
  }: Pick<Parameters<typeof diagnoseModel>[1], 'logs' | 'starts' | 'proof'> & {
    engine: ReturnType<typeof findRuntime>;
  },
): TimelinePhase[] {
  const pod = newestPodOf(observed);
  return composeTimeline(observed, {
    ...options,
    progress:
      model.statusReason?.code === 'DownloadingWeights'
        ? model.statusReason.message
        : undefined,
    start: starts.find(({ podUid }) => podUid === pod?.uid),
    expectation: pod && expectStart(startPlaceOf(model, pod), starts),
  });
}

const WELL = ['running', 'stopped', 'deleting'];

// the status may know what pods that are gone, or the API server, said
function remembered(
  model: StoredModel,
  findings: Finding[],
  { logs }: { logs: CrashLog[] },
): Finding[] {
  const { statusReason: reason } = model;
  const isKnown = findings.some(({ code }) => code === reason?.code);
  if (!reason || isKnown || WELL.includes(model.status)) {
    return [];
  }
  const newest = logs.find(({ generation }) => generation === model.generation);
  const said = newest
    ? diagnoseLog(newest.lines, {
        engine: findRuntime(model.resolved.runtime),
        object: `Pod/${newest.pod}`,
        exitCode: newest.exitCode,
      })
    : [];
  const { concern = 'apply', severity = 'failure' } =
    findReason(reason.code) ?? {};
  const { code, message, hint } = reason;
  const same = said.find(finding => finding.code === code);
  return [
    {
      code,
      message,
      ...(hint ? { hint } : {}),
      concern,
      severity: model.status === 'failed' ? 'failure' : severity,
      evidence: same?.evidence ?? [],
      found: same?.found,
    },
  ];
}
