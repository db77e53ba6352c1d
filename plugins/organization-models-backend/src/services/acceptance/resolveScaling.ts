import type {
  ResolvedModel,
  StoredSpec,
} from '../../domain/facts/ResolvedModel';

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
