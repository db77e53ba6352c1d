/**
 * An OpenAPI document in which no object has a property that is not named:
 * stricter than what clients may expect, so that a test sees what is not
 * described.
 */
export function closeObjects<T>(document: T): any {
  return JSON.parse(JSON.stringify(document), (_key, value) =>
    value?.type === 'object' &&
    value.properties &&
    value.additionalProperties === undefined
      ? { ...value, additionalProperties: false }
      : value,
  );
}
