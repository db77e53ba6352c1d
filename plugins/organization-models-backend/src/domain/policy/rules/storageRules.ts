import { describeAllowed, listChoices } from '../describeAllowed';
import { matchesAny } from '../matchesPattern';
import { policyRule } from '../PolicyRule';

/** On which storage a model's own claim may be. */
export const storageClassRule = policyRule('storageClasses', {
  because: 'this storage is not meant for models',
  find: ({ allowed }, { spec, storageClass }) =>
    allowed && storageClass && !matchesAny(storageClass, allowed)
      ? [
          {
            field: 'deployment_config.storage_class',
            message: spec.deployment_config?.storage_class
              ? `${storageClass} is not allowed: ${describeAllowed(allowed)}`
              : `must be set to ${listChoices(
                  allowed,
                )}: without it, ${storageClass} counts`,
          },
        ]
      : [],
});

/** Which claims that exist already a model may mount. */
export const sharedClaimRule = policyRule('sharedClaims', {
  because: 'the claim may hold what belongs to others',
  find: ({ allowed }, { spec }) => {
    const claim = spec.deployment_config?.shared_pvc;
    return allowed && claim && !matchesAny(claim, allowed)
      ? [
          {
            field: 'deployment_config.shared_pvc',
            message: `${claim} is not allowed: ${describeAllowed(allowed)}`,
          },
        ]
      : [];
  },
});
