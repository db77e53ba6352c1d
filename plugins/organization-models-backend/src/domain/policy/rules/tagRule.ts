import { matchesAny } from '../matchesPattern';
import { policyRule } from '../PolicyRule';

/** Which tags every model has. */
export const tagRule = policyRule('tags', {
  because: 'models are accounted for by their tags',
  find: ({ required = [] }, { spec: { tags = [] } }) =>
    required
      .filter(pattern => !tags.some(tag => matchesAny(tag, [pattern])))
      .map(pattern => ({
        field: 'tags',
        message: pattern.endsWith('*')
          ? `must have one that begins with ${pattern.slice(0, -1)}`
          : `must have ${pattern}`,
      })),
});
