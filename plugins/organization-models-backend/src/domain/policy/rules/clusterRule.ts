import { describeAllowed } from '../describeAllowed';
import { policyRule } from '../PolicyRule';

/** On which clusters an organization's models run. */
export const clusterRule = policyRule('clusters', {
  because: 'the organization has other clusters',
  find: ({ allowed }, { cluster }) =>
    allowed && cluster !== undefined && !allowed.includes(cluster)
      ? [
          {
            field: 'deployment_config.cluster',
            message: `${cluster} is not allowed: ${describeAllowed(allowed)}`,
          },
        ]
      : [],
});
