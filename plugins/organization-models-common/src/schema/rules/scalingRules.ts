import type { SpecRule } from './SpecRule';

const MIN_REPLICAS = 'deployment_config.autoscaling_config.min_replicas';
const MAX_REPLICAS = 'deployment_config.autoscaling_config.max_replicas';
const REPLICAS = 'deployment_config.replicas';

/** How many replicas, and who says so. */
export const scalingRules: SpecRule[] = [
  {
    of: [MIN_REPLICAS, MAX_REPLICAS],
    find: ({ deployment_config }) => {
      const { min_replicas = 1, max_replicas = 8 } =
        deployment_config?.autoscaling_config ?? {};
      return min_replicas > max_replicas
        ? [
            {
              field: MAX_REPLICAS,
              message: `must not be below min_replicas (${min_replicas}); without it, ${max_replicas} counts`,
            },
          ]
        : [];
    },
  },
  {
    of: [REPLICAS, 'deployment_config.enable_autoscaling'],
    find: ({ deployment_config }) =>
      deployment_config?.enable_autoscaling &&
      deployment_config.replicas !== undefined
        ? [
            {
              field: REPLICAS,
              message:
                'belongs to models without autoscaling: set autoscaling_config.min_replicas and max_replicas instead',
            },
          ]
        : [],
  },
];
