import {
  parseQuantity,
  type Quota,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Notice } from './Notice';

/** Of what is allowed, so much counts as near. */
const NEAR = 0.9;

/** A limit that an organization is near to, or at. */
export type NearLimit = { resource: string; notice: Notice };

/** The limits of an organization of which little is left. */
export function nearQuotaNotices({
  organization_id,
  hard,
  used,
}: Pick<Quota, 'organization_id' | 'hard' | 'used'>): NearLimit[] {
  const amounts = flatten(used);
  return Object.entries(flatten(hard)).flatMap(([resource, limit]) => {
    const amount = amounts[resource] ?? '0';
    const most = parseQuantity(limit) ?? 0;
    const taken = parseQuantity(amount) ?? 0;
    if (most <= 0 || taken < NEAR * most) {
      return [];
    }
    const notice: Notice = {
      kind: 'nearQuota',
      title: `${resource}: ${amount} of ${limit} are in use`,
      description:
        taken < most
          ? 'The organization is near a limit of its quota. Stop what is not needed, or ask an administrator for more.'
          : 'A limit of the organization’s quota is reached: what needs more is refused until something is stopped.',
      severity: 'normal',
      scope: `${organization_id}/nearQuota/${resource}`,
    };
    return [{ resource, notice }];
  });
}

function flatten(amounts: object, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts).flatMap(([key, value]) =>
      value !== null && typeof value === 'object'
        ? Object.entries(flatten(value, `${prefix}${key}.`))
        : [[`${prefix}${key}`, String(value)]],
    ),
  );
}
