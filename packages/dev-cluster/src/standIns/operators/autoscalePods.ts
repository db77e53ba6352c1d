/*
 * A stand-in of AIBrix's PodAutoscaler controller (v0.7.0, strategies APA and KPA): scales Deployments by what
 * the stand-in engines of their pods measure. Like the original it writes the whole Deployment back to change
 * `spec.replicas`, looks every ten seconds, and takes a metric that it cannot read for 0.
 */
import { isDeepStrictEqual } from 'node:util';
import { KubernetesObject, V1Deployment } from '@kubernetes/client-node';
import { isServed, isStatus, StandInCluster } from '../cluster/StandInCluster';
import { watchObjects } from '../cluster/watchObjects';
import { writeStatus } from '../cluster/writeStatus';
import { every } from '../cluster/every';
import { decideScale } from './decideScale';
import {
  buildAutoscalerStatus,
  findSpecProblem,
  PodAutoscaler,
} from './podAutoscalerStatus';

const AUTOSCALER = {
  apiVersion: 'autoscaling.aibrix.ai/v1alpha1',
  kind: 'PodAutoscaler',
  plural: 'podautoscalers',
};

const manager = 'manager';

/** Reads one metric (without `vllm:`) as the mean over the pods that the selector names; `undefined`: none has it. */
export type ReadLoad = (
  metric: string,
  pods: { namespace: string; labels: Readonly<Record<string, string>> },
) => number | undefined;

/** Autoscales until the cluster's signal aborts. */
export async function autoscalePods(
  cluster: StandInCluster,
  {
    readLoad,
    resyncSeconds = 10,
  }: { readLoad: ReadLoad; resyncSeconds?: number },
): Promise<void> {
  if (!(await isServed(cluster, AUTOSCALER))) {
    return;
  }
  const reconcile = (autoscaler: PodAutoscaler) =>
    reconcileAutoscaler(cluster, autoscaler, readLoad);
  const autoscalers = await watchObjects<PodAutoscaler>(cluster, AUTOSCALER, {
    added: reconcile,
  });
  every(cluster, resyncSeconds, async () => {
    for (const autoscaler of autoscalers.list()) {
      await reconcile(autoscaler);
    }
  });
}

async function reconcileAutoscaler(
  cluster: StandInCluster,
  autoscaler: PodAutoscaler,
  readLoad: ReadLoad,
): Promise<void> {
  const outcome = await scale(cluster, autoscaler, readLoad);
  const before = autoscaler.status ?? {};
  const status = buildAutoscalerStatus(before, outcome, { now: new Date() });
  if (!isDeepStrictEqual({ ...before, ...status }, before)) {
    await writeStatus(cluster, autoscaler, {
      plural: AUTOSCALER.plural,
      status,
    });
  }
}

// Whoever lost a race looks again, as a controller does whose request comes back
async function scale(
  cluster: StandInCluster,
  autoscaler: PodAutoscaler,
  readLoad: ReadLoad,
): ReturnType<typeof scaleOnce> {
  try {
    return await scaleOnce(cluster, autoscaler, readLoad);
  } catch (error) {
    if (isStatus(error, 409)) {
      return scale(cluster, autoscaler, readLoad);
    }
    throw error;
  }
}

async function scaleOnce(
  cluster: StandInCluster,
  autoscaler: PodAutoscaler,
  readLoad: ReadLoad,
) {
  const problem = findSpecProblem(autoscaler);
  if (problem) {
    return { actual: autoscaler.status?.actualScale ?? 0, problem };
  }
  const target = await readTarget(cluster, autoscaler);
  if (typeof target === 'string') {
    return {
      actual: autoscaler.status?.actualScale ?? 0,
      targetMissing: target,
    };
  }
  const actual = target.spec?.replicas ?? 1;
  const decision = decideScale(toQuestion(autoscaler, target, readLoad));
  if (decision.desired !== actual) {
    const scaled = {
      ...target,
      spec: { ...target.spec, replicas: decision.desired },
    };
    await cluster.objects.replace(
      scaled as KubernetesObject,
      undefined,
      undefined,
      manager,
    );
  }
  return { actual, decision };
}

function toQuestion(
  { spec }: PodAutoscaler,
  target: V1Deployment,
  readLoad: ReadLoad,
) {
  const source = spec.metricsSources![0];
  const perPod =
    readLoad(source.targetMetric, {
      namespace: target.metadata?.namespace ?? '',
      labels: target.spec?.selector.matchLabels ?? {},
    }) ?? 0;
  return {
    strategy: spec.scalingStrategy,
    current: target.spec?.replicas ?? 1,
    min: spec.minReplicas ?? 1,
    max: spec.maxReplicas,
    perPod,
    target: Number(source.targetValue),
  };
}

/** The Deployment, or why there is none. */
async function readTarget(
  { objects }: StandInCluster,
  { metadata, spec }: PodAutoscaler,
): Promise<V1Deployment | string> {
  const { apiVersion = 'apps/v1', kind, name = '' } = spec.scaleTargetRef!;
  if (kind !== 'Deployment') {
    return `no matches for kind "${kind}" in version "${apiVersion}"`;
  }
  try {
    return await objects.read<V1Deployment>({
      apiVersion,
      kind,
      metadata: { name, namespace: metadata?.namespace ?? '' },
    } as V1Deployment & { metadata: { name: string; namespace: string } });
  } catch (error) {
    if (isStatus(error, 404)) {
      return `deployments.apps "${name}" not found`;
    }
    throw error;
  }
}
