import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { nearestName } from '@orgmodels/backstage-plugin-organization-models-common';
import { KNOWN_SETTINGS, type KnownSettings } from './knownSettings';

/** Their own schemas refuse what they do not know, and say more about it. */
const CHECKED_BY_SCHEMA = ['policy', 'quota.default', 'quota.organizations'];

/**
 * Refuses settings that nobody reads: one that is misspelled would hold nobody
 * to anything, and nobody would be told.
 *
 * @throws `InputError` naming each of them, with the one that was meant
 */
export function refuseUnknownSettings(config: Config | undefined): void {
  const unknown = findUnknown(config?.getOptional(), KNOWN_SETTINGS, []);
  if (unknown.length > 0) {
    throw new InputError(unknown.join('; '));
  }
}

function findUnknown(
  value: unknown,
  known: KnownSettings | true,
  path: string[],
): string[] {
  if (known === true || CHECKED_BY_SCHEMA.includes(path.join('.'))) {
    return [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((each, index) =>
      findUnknown(each, known, [...path, String(index)]),
    );
  }
  // What is of a wrong kind is told where it is read
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = Object.hasOwn(known, key) ? known[key] : known['*'];
    return below === undefined
      ? [sayUnknown(key, Object.keys(known), path)]
      : findUnknown(inner, below, [...path, key]);
  });
}

function sayUnknown(key: string, known: string[], path: string[]): string {
  const toPath = (last: string) =>
    ['organizationModels', ...path, last].join('.');
  const meant = nearestName(key, known);
  return `${toPath(key)} is not known: ${
    meant ? `did you mean ${toPath(meant)}?` : `there are ${known.join(', ')}`
  }`;
}
