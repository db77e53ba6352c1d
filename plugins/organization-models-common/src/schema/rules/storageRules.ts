import type { SpecRule } from './SpecRule';

const ENABLE_PVC = 'deployment_config.enable_pvc';

/** Where weights are kept between starts. */
export const storageRules: SpecRule[] = [
  {
    of: [ENABLE_PVC, 'deployment_config.shared_pvc'],
    find: ({ deployment_config }) =>
      deployment_config?.enable_pvc && deployment_config.shared_pvc
        ? [
            {
              field: 'deployment_config.shared_pvc',
              message:
                'and enable_pvc exclude each other: a shared claim exists already',
            },
          ]
        : [],
  },
  needsClaim('storage_class'),
  needsClaim('storage_size'),
];

function needsClaim(field: 'storage_class' | 'storage_size'): SpecRule {
  return {
    of: [ENABLE_PVC, `deployment_config.${field}`],
    find: ({ deployment_config }) =>
      deployment_config?.[field] !== undefined && !deployment_config.enable_pvc
        ? [
            {
              field: `deployment_config.${field}`,
              message: 'needs enable_pvc: true',
            },
          ]
        : [],
  };
}
