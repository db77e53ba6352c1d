import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { ModelFilter } from '@orgmodels/backstage-plugin-organization-models-node';
import type { Knex } from 'knex';

/** Turns a policy's conditions on models into SQL. */
export function applyCriteria(
  builder: Knex.QueryBuilder,
  criteria: PermissionCriteria<ModelFilter>,
): void {
  if ('not' in criteria) {
    builder.whereNot(inner => applyCriteria(inner, criteria.not));
  } else if ('allOf' in criteria) {
    criteria.allOf.forEach(part =>
      builder.andWhere(inner => applyCriteria(inner, part)),
    );
  } else if ('anyOf' in criteria) {
    criteria.anyOf.forEach(part =>
      builder.orWhere(inner => applyCriteria(inner, part)),
    );
  } else if (criteria.key === 'tag') {
    builder.whereIn('id', inner =>
      inner
        .from('model_tags')
        .whereIn('tag', criteria.values)
        .select('model_id'),
    );
  } else {
    builder.whereIn(criteria.key, criteria.values);
  }
}
