import type {
  Fit,
  PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { mostReplicas } from '../../../domain/facts/replicaCounts';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import type { FitAnswer } from '../../../domain/placement/assessFit';
import { ModelApiError } from '../../errors';

/** What is answered of what the arithmetic found: who may wait is let in. */
export function toVerdict(
  { spec }: StoredModel,
  { verdict, doubts }: FitAnswer,
): Fit['verdict'] | 'refused' {
  const mayWait =
    spec.desired_state === 'stopped' ||
    Boolean(spec.deployment_config?.queue_name);
  if (verdict === 'now' && mayWait) {
    return 'skipped';
  }
  if (doubts.some(({ kind }) => kind === 'resourceClaims')) {
    return 'unknown';
  }
  return verdict === 'fits' || doubts.length > 0 ? verdict : 'refused';
}

/** 400, with the numbers. */
export function insufficient(answer: FitAnswer, added?: string): ModelApiError {
  return new ModelApiError('InputError', {
    statusCode: 400,
    code: 'InsufficientClusterResources',
    message: [added, answer.explanation, answer.suggestion]
      .filter(Boolean)
      .join(' '),
    details: {
      reason: answer.verdict,
      wanted_replicas: answer.wantedReplicas,
      fitting_replicas: answer.fittingReplicas,
      best_nodes: answer.bestNodes.map(({ node, free, reason }) => ({
        node_name: node,
        free,
        reason,
      })),
      suggestion: answer.suggestion,
    },
  });
}

/** The answer as the API shows it. */
export function toFit(answer: FitAnswer, verdict: Fit['verdict']): Fit {
  return {
    verdict,
    message: answer.explanation,
    wanted_replicas: answer.wantedReplicas,
    fitting_replicas: answer.fittingReplicas,
    best_nodes: answer.bestNodes.map(({ node, free, reason }) => ({
      node_name: node,
      free_gpus: gpusOf(free),
      reason,
    })),
  };
}

/** Whether there would be room for a second one of it is nobody's question. */
export function toStillFit(answer: FitAnswer): Fit {
  return {
    ...toFit(answer, 'skipped'),
    message: 'It runs on as it is: no pod has to find a place.',
    best_nodes: [],
  };
}

/** What the answer is not sure of. */
export function doubtWarnings({
  doubts,
  explanation,
}: FitAnswer): PlanWarning[] {
  return doubts.map(doubt =>
    doubt.kind === 'preemption'
      ? {
          code: 'NeedsPreemption',
          message: `${explanation} It starts only where the scheduler ends pods of a lower priority for it.`,
        }
      : {
          code: 'NeedsResourceClaims',
          message: `${explanation} It starts only where resource claims give it ${doubt.resource}, as the DeviceClass ${doubt.deviceClass} has it: what there is stands in the cluster's ResourceSlices and is not counted here.`,
        },
  );
}

/** Fewer fit than an autoscaler may ask for. */
export function maximumWarnings(
  { resolved }: StoredModel,
  { verdict, fittingReplicas }: FitAnswer,
): PlanWarning[] {
  const most = mostReplicas(resolved.scaling);
  return fittingReplicas < most && verdict === 'fits'
    ? [
        {
          code: 'MaximumDoesNotFit',
          field: 'deployment_config.autoscaling_config.max_replicas',
          message: `is ${most}, and ${fittingReplicas} replicas fit now`,
        },
      ]
    : [];
}

function gpusOf(free: Record<string, number>): number {
  const extended = Object.keys(free).filter(resource => resource.includes('/'));
  return Math.floor(
    extended.reduce((sum, resource) => sum + free[resource], 0),
  );
}
