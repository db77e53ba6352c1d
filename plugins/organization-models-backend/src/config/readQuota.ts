import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  parseFields,
  quotaHard,
  type QuotaLimits,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { QuotaConfig } from '../domain/quota/chooseQuota';
import { readOrganizationRef } from './readOrganizationRef';

/** Reads `organizationModels.quota`: what organizations may use. */
export function readQuota(config: Config | undefined): QuotaConfig {
  const limits = config?.getOptional('quota.default');
  // Refs have colons and slashes, and bare names may have dots
  const organizations =
    config?.getOptional<Record<string, unknown>>('quota.organizations') ?? {};
  return {
    default: limits === undefined ? undefined : readLimits('default', limits),
    organizations: new Map(
      Object.entries(organizations).map(([ref, value]) => [
        readOrganizationRef(ref, 'quota.organizations'),
        readLimits(`organizations.${ref}`, value),
      ]),
    ),
  };
}

function readLimits(key: string, value: unknown): QuotaLimits {
  const parsed = parseFields(quotaHard, value);
  if (parsed.outcome === 'invalid') {
    const problems = parsed.problems.map(
      ({ field, message }) => `${field} ${message}`,
    );
    throw new InputError(
      `organizationModels.quota.${key}: ${problems.join('; ')}`,
    );
  }
  return parsed.value;
}
