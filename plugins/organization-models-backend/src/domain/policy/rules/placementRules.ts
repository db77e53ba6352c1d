import { describeAllowed } from '../describeAllowed';
import { matchesAny } from '../matchesPattern';
import { policyRule } from '../PolicyRule';

const BECAUSE = 'which nodes are whose is decided by the platform';

/** By which labels a model may choose its nodes. */
export const nodeSelectorRule = policyRule('nodeSelector', {
  because: BECAUSE,
  find: ({ allowed }, { spec }) =>
    allowed
      ? Object.keys(spec.deployment_config?.node_selector ?? {})
          .filter(key => !matchesAny(key, allowed))
          .map(key => ({
            field: `deployment_config.node_selector.${key}`,
            message: `is not allowed: ${describeAllowed(allowed)}`,
          }))
      : [],
});

/** Which taints a model may tolerate, by their keys. */
export const tolerationRule = policyRule('tolerations', {
  because: BECAUSE,
  find: ({ allowed }, { spec }) =>
    (spec.deployment_config?.tolerations ?? []).flatMap(({ key }, index) =>
      // Without a key, every taint is tolerated
      allowed && !matchesAny(key ?? '', allowed)
        ? [
            {
              field: `deployment_config.tolerations.${index}.key`,
              message: `${key ?? 'every key'} is not allowed: ${describeAllowed(
                allowed,
              )}`,
            },
          ]
        : [],
    ),
});
