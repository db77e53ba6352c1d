import type { Policy } from './Policy';

/** The policy of every organization: its own laid over the common one. */
export type Policies = {
  common: Policy;
  /** By entity ref. */
  organizations: Map<string, Policy>;
};

/** The policy that holds for an organization; without one, the common one. */
export function policyOf(
  { common, organizations }: Policies,
  organizationId?: string,
): Policy {
  const own = organizationId && organizations.get(organizationId);
  return own ? layPolicy(common, own) : common;
}

// Setting by setting: what the upper one does not say, the lower one does
function layPolicy(lower: Policy, upper: Policy): Policy {
  const groups = { ...lower, ...upper };
  return Object.fromEntries(
    Object.keys(groups).map(name => [
      name,
      { ...lower[name as keyof Policy], ...upper[name as keyof Policy] },
    ]),
  );
}
