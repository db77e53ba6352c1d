import { CHART_RIGHTS, type ChartRight } from './chartRights';

/** What Kubernetes' RBAC did not let the portal do. */
export type MissingRight = {
  verb: string;
  /** With its group and subresource, as `deployments.apps` or `pods/log`. */
  resource: string;
  /** `undefined`: in the whole cluster. */
  namespace?: string;
  /** As whom the portal came, where that was said. */
  user?: string;
};

const REFUSAL =
  /User "(?<user>[^"]*)" cannot (?<verb>\w+) resource "(?<resource>[^"]+)" in API group "(?<group>[^"]*)"(?: in the namespace "(?<namespace>[^"]*)")?/;

/**
 * Reads a refusal of RBAC.
 *
 * @returns `undefined` for the words of policies, quotas and pod security, which
 * are refused with the same status
 */
export function readMissingRight(message: string): MissingRight | undefined {
  const found = REFUSAL.exec(message)?.groups;
  if (!found) {
    return undefined;
  }
  const { user, verb, resource, group, namespace } = found;
  return {
    verb,
    resource: group ? `${resource}.${group}` : resource,
    ...(namespace ? { namespace } : {}),
    user,
  };
}

/** Which right is missing, and what of the chart gives it. */
export function describeMissingRight(missing: MissingRight): string {
  const { verb, resource, namespace, user } = missing;
  const where = namespace
    ? `in the namespace ${namespace}`
    : 'in the whole cluster';
  const who = user ? ` (it came as ${user})` : '';
  return `Kubernetes does not let the portal ${verb} ${resource} ${where}: ${describeGrant(
    missing,
  )}${who}`;
}

function describeGrant({ verb, resource }: MissingRight): string {
  const grants = CHART_RIGHTS.filter(
    right => right.resources.includes(resource) && right.verbs.includes(verb),
  );
  if (grants.length === 0) {
    return "its account lacks this right, which is not among those of the Helm chart's roles";
  }
  const ways = [...new Set(grants.map(toWay))].join(', or ');
  return `its account lacks this right, which the Helm chart's roles give by ${ways}`;
}

function toWay({ feature, settings }: ChartRight): string {
  return `${settings.join(' and ')} for ${feature}`;
}
