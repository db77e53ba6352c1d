import { describeAllowed, listChoices } from '../describeAllowed';
import { matchesAny } from '../matchesPattern';
import { policyRule } from '../PolicyRule';

/** In which of Kueue's queues an organization's models wait. */
export const queueRule = policyRule('queues', {
  because: 'each queue has its own share of the clusters',
  find: ({ allowed, required }, { spec }) => {
    const field = 'deployment_config.queue_name';
    const queue = spec.deployment_config?.queue_name;
    if (queue === undefined) {
      const choices = allowed?.length ? ` to ${listChoices(allowed)}` : '';
      return required ? [{ field, message: `must be set${choices}` }] : [];
    }
    return allowed && !matchesAny(queue, allowed)
      ? [
          {
            field,
            message: `${queue} is not allowed: ${describeAllowed(allowed)}`,
          },
        ]
      : [];
  },
});
