/*
 * A stand-in of the status AIBrix (v0.7.0) gives a PodAutoscaler.
 */
import { KubernetesObject } from '@kubernetes/client-node';
import { Condition, setConditions } from '../cluster/conditions';
import { ScaleDecision } from './decideScale';

export interface PodAutoscaler extends KubernetesObject {
  spec: {
    scaleTargetRef?: { apiVersion?: string; kind?: string; name?: string };
    minReplicas?: number;
    maxReplicas: number;
    scalingStrategy: string;
    metricsSources?: {
      metricSourceType: string;
      targetMetric: string;
      targetValue: string;
      port?: string;
      path?: string;
      protocolType?: string;
    }[];
  };
  status?: PodAutoscalerStatus;
}

export interface PodAutoscalerStatus {
  desiredScale?: number;
  actualScale?: number;
  lastScaleTime?: string;
  conditions?: Condition[];
  scalingHistory?: {
    timestamp: string;
    previousScale: number;
    newScale: number;
    reason: string;
    success: boolean;
  }[];
}

/** How many decisions the history keeps. */
const HISTORY = 5;

/** Why the spec cannot be followed, or `undefined`. */
export function findSpecProblem({
  spec,
}: PodAutoscaler): { reason: string; message: string } | undefined {
  const { scaleTargetRef, minReplicas = 1, maxReplicas } = spec;
  if (!scaleTargetRef?.kind || !scaleTargetRef.name) {
    return {
      reason: 'MissingScaleTargetRef',
      message: 'scaleTargetRef.kind and scaleTargetRef.name must be set.',
    };
  }
  if (minReplicas > maxReplicas) {
    return {
      reason: 'InvalidBounds',
      message: 'minReplicas cannot be greater than maxReplicas.',
    };
  }
  if (!spec.metricsSources?.length) {
    return {
      reason: 'MetricsConfigError',
      message: 'at least one metricsSource is required.',
    };
  }
  return undefined;
}

/** Builds the status after a decision; without a decision the spec is invalid or the target is missing. */
export function buildAutoscalerStatus(
  before: PodAutoscalerStatus,
  outcome: {
    actual: number;
    decision?: ScaleDecision;
    problem?: { reason: string; message: string };
    targetMissing?: string;
  },
  { now }: { now: Date },
): PodAutoscalerStatus {
  const { actual, decision, problem, targetMissing } = outcome;
  const desired = decision?.desired ?? actual;
  const scaling = desired !== actual;
  const able = !problem && !targetMissing;
  const ready = able && !scaling;
  const conditions = setConditions(
    before.conditions ?? [],
    [
      problem
        ? { type: 'ValidSpec', status: 'False', ...problem }
        : {
            type: 'ValidSpec',
            status: 'True',
            reason: 'AsExpected',
            message: '',
          },
      {
        type: 'ScalingActive',
        status: scaling ? 'True' : 'False',
        reason: scaling ? 'ReconcilingScaleDiff' : 'Stable',
        message: `desired=${desired}, actual=${actual}`,
      },
      ableToScale(able, targetMissing),
      {
        type: 'Ready',
        status: ready ? 'True' : 'False',
        reason: ready ? 'AsExpected' : 'ReconcilingScaleDiff',
        message: '',
      },
    ],
    { now },
  );
  return {
    desiredScale: desired,
    actualScale: actual,
    conditions,
    ...(scaling && remember(before, { actual, desired, decision, now })),
  };
}

function ableToScale(
  able: boolean,
  targetMissing?: string,
): Omit<Condition, 'lastTransitionTime'> {
  if (targetMissing) {
    return {
      type: 'AbleToScale',
      status: 'False',
      reason: 'FailedGetScale',
      message: `unable to get target scaleObj: failed to query scale subresource: ${targetMissing}`,
    };
  }
  return able
    ? {
        type: 'AbleToScale',
        status: 'True',
        reason: 'SucceededGetScale',
        message: 'successfully retrieved target scale',
      }
    : {
        type: 'AbleToScale',
        status: 'False',
        reason: 'InvalidSpec',
        message: '',
      };
}

function remember(
  before: PodAutoscalerStatus,
  {
    actual,
    desired,
    decision,
    now,
  }: { actual: number; desired: number; decision?: ScaleDecision; now: Date },
) {
  const timestamp = `${now.toISOString().slice(0, 19)}Z`;
  const entry = {
    timestamp,
    previousScale: actual,
    newScale: desired,
    reason: decision?.reason ?? '',
    success: true,
  };
  return {
    lastScaleTime: timestamp,
    scalingHistory: [...(before.scalingHistory ?? []), entry].slice(-HISTORY),
  };
}
