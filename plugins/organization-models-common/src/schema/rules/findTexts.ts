/**
 * Every text within a value, keys of objects included, with the path of its
 * field in dots; of a key it is the path of the object.
 */
export function findTexts(
  value: unknown,
  field = '',
): { field: string; text: string }[] {
  if (typeof value === 'string') {
    return [{ field, text: value }];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => [
    { field, text: key },
    ...findTexts(inner, field ? `${field}.${key}` : key),
  ]);
}
