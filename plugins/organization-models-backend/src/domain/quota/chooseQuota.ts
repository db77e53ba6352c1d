import type {
  Quota,
  QuotaLimits,
} from '@orgmodels/backstage-plugin-organization-models-common';

/** Limits as config gives them. */
export type QuotaConfig = {
  default: QuotaLimits | undefined;
  /** By the organization's entity ref. */
  organizations: Map<string, QuotaLimits>;
};

/** The limits that hold, and where they come from. */
export type ChosenQuota = { hard: QuotaLimits; source: Quota['source'] };

/** An administrator's override goes before config, and that before its default. */
export function chooseQuota(
  organizationId: string,
  options: { config: QuotaConfig; override: QuotaLimits | undefined },
): ChosenQuota {
  const { config, override } = options;
  const configured = config.organizations.get(organizationId);
  if (override) {
    return { hard: override, source: 'override' };
  }
  if (configured) {
    return { hard: configured, source: 'config' };
  }
  return config.default
    ? { hard: config.default, source: 'default' }
    : { hard: {}, source: 'unlimited' };
}
