import { describeAllowed } from '../describeAllowed';
import { matchesAny } from '../matchesPattern';
import { policyRule } from '../PolicyRule';

/** Which variables a model may set. */
export const environmentRule = policyRule('environment', {
  because: 'variables can change what a container runs',
  find: ({ allowed, forbidden = [] }, { spec }) =>
    (spec.deployment_config?.extra_env ?? []).flatMap(({ name }, index) => {
      const field = `deployment_config.extra_env.${index}.name`;
      if (matchesAny(name, forbidden)) {
        return [{ field, message: `${name} is forbidden: leave it out` }];
      }
      return allowed && !matchesAny(name, allowed)
        ? [
            {
              field,
              message: `${name} is not allowed: ${describeAllowed(allowed)}`,
            },
          ]
        : [];
    }),
});
