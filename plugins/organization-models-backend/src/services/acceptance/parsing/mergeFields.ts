import { isSpecField } from '@orgmodels/backstage-plugin-organization-models-common';
import { isPlainObject } from 'lodash';

type Fields = Record<string, unknown>;

/**
 * Lays fields over others: objects merge, arrays replace, `null` takes a field
 * away. What no spec has stays, even as `null`, so that it is refused by name.
 *
 * @param path - of the fields, from the spec inwards
 */
export function mergeFields(
  target: Fields,
  patch: Fields,
  path: string[] = [],
): Fields {
  const merged = new Map(Object.entries(target));
  for (const [field, value] of Object.entries(patch)) {
    const place = [...path, field];
    if (value === null && isSpecField(place)) {
      merged.delete(field);
    } else if (isPlainObject(value)) {
      const before = merged.get(field);
      merged.set(
        field,
        mergeFields(
          isPlainObject(before) ? (before as Fields) : {},
          value as Fields,
          place,
        ),
      );
    } else {
      merged.set(field, value);
    }
  }
  // A field may be called __proto__
  return Object.fromEntries(merged);
}
