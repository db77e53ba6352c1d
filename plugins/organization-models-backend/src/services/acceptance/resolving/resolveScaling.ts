import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type {
  ResolvedModel,
  StoredSpec,
} from '../../../domain/facts/ResolvedModel';

/** How many replicas there are to be, with the defaults of autoscaling. */
export function resolveScaling({
  deployment_config = {},
}: StoredSpec): ResolvedModel['scaling'] {
  const {
    enable_autoscaling,
    autoscaling_config = {},
    replicas,
  } = deployment_config;
  if (!enable_autoscaling) {
    return { mode: 'fixed', replicas: replicas ?? 1 };
  }
  return {
    mode: 'autoscaled',
    minReplicas: autoscaling_config.min_replicas ?? 1,
    maxReplicas: autoscaling_config.max_replicas ?? 8,
    targetMetric: autoscaling_config.target_metric ?? 'num_requests_running',
    targetValue: autoscaling_config.target_value ?? '40',
    scaleDownDelay: autoscaling_config.scale_down_delay ?? '3m',
  };
}

/** What of the wish will hardly come true. */
export function warnOfScaling(
  { deployment_config = {} }: StoredSpec,
  { scaling }: Pick<ResolvedModel, 'scaling'>,
): PlanWarning[] {
  const { autoscaling_config = {} } = deployment_config;
  if (scaling.mode === 'autoscaled') {
    return [
      {
        code: 'ScaleDownDelayIsWeak',
        field: 'deployment_config.autoscaling_config.scale_down_delay',
        message:
          'is passed on, but AIBrix 0.7 scales down by the lowest recommendation of that time, so it hardly delays',
      },
    ];
  }
  return Object.keys(autoscaling_config).length > 0
    ? [
        {
          code: 'AutoscalingIsOff',
          field: 'deployment_config.autoscaling_config',
          message: `has no effect without enable_autoscaling: the number of replicas stays ${scaling.replicas}, whatever is asked of them`,
        },
      ]
    : [];
}
