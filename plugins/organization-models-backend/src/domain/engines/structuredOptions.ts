import type { GivenOption } from '@orgmodels/backstage-plugin-organization-models-common';

/** What a structured option says, as a whole or part by part. */
export function objectOf(
  options: GivenOption[],
  name: string,
): Record<string, unknown> {
  return Object.assign(
    {},
    ...options
      .filter(option => option.name === name)
      .map(({ part, values: [value] }) =>
        part === undefined
          ? parseObject(value)
          : { [part.replace(/-/g, '_')]: value },
      ),
  );
}

/** @returns nothing where a text is no JSON */
export function parseObject(json = '{}'): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

/** What changes how large a model is; positions and names do not. */
const SIZES = /hidden|layers|heads|head_dim|intermediate|vocab|experts?$/;

/**
 * Whether what replaces parts of a model's config replaces sizes. What cannot be
 * read is judged by its words.
 */
export function resizes(options: GivenOption[], name: string): boolean {
  return options
    .filter(option => option.name === name)
    .some(({ part = '', values: [value = ''] }) => {
      const parsed = parseObject(value);
      const isRead = part !== '' || Object.keys(parsed).length > 0;
      return (isRead ? [part, ...keysWithin(parsed)] : [value]).some(key =>
        SIZES.test(key),
      );
    });
}

function keysWithin(value: unknown): string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => [
        key,
        ...keysWithin(inner),
      ])
    : [];
}
