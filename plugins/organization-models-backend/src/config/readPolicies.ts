import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { parseFields } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Policies } from '../domain/policy/layPolicy';
import { type Policy, policy } from '../domain/policy/Policy';
import { readOrganizationRef } from './readOrganizationRef';

const KEY = 'organizationModels.policy';

/**
 * Reads `organizationModels.policy`. What is not known there is refused: a
 * rule that is misspelled would hold nobody to anything.
 *
 * @throws `InputError` naming every key that is wrong
 */
export function readPolicies(config: Config | undefined): Policies {
  const {
    default: common = {},
    organizations = {},
    ...others
  } = config?.getOptional<Record<string, unknown>>('policy') ?? {};
  const unknown = Object.keys(others).map(
    key => `${KEY}.${key} is not known: rules are in default and organizations`,
  );
  if (unknown.length > 0) {
    throw new InputError(unknown.join('; '));
  }
  return {
    common: readPolicy(`${KEY}.default`, common),
    organizations: new Map(
      Object.entries(organizations as object).map(([ref, own]) => [
        readOrganizationRef(ref, 'policy.organizations'),
        readPolicy(`${KEY}.organizations.${ref}`, own),
      ]),
    ),
  };
}

function readPolicy(key: string, value: unknown): Policy {
  const parsed = parseFields(policy, value);
  if (parsed.outcome === 'invalid') {
    throw new InputError(
      parsed.problems
        .map(({ field, message }) => `${key}.${field} ${message}`)
        .join('; '),
    );
  }
  return parsed.value;
}
