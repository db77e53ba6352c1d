import {
  formatBytes,
  formatCores,
  parseQuantity,
  type QuotaUse,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Amounts, ClusterFacts } from '../facts/ClusterFacts';
import type { ResolvedModel } from '../facts/ResolvedModel';
import { leastReplicas, mostReplicas } from '../facts/replicaCounts';
import { NAMESPACE_OBJECT } from './OrganizationNamespace';
import type { QuotaAssessment } from '../quota/assessQuota';

/**
 * Compares what a model's pods request with the ResourceQuotas of their
 * namespace, its own pods credited, since they are replaced one by one.
 *
 * @remarks Kubernetes counts the pods that there are: the replicas which are
 * wanted at once are held to it, and the maximum of an autoscaler is only
 * told. Quotas with scopes are left to the API server; our own, which mirrors
 * the organization's, was judged with that.
 */
export function assessNamespaceQuotas(options: {
  namespace: string;
  facts: ClusterFacts;
  resolved: ResolvedModel;
  stopped: boolean;
  /** Effective requests of the model's pods that have not ended. */
  ownPods: Amounts[];
  /** Effective requests of a pod as the API server makes it, where known. */
  pod?: Amounts;
}): QuotaAssessment & { most: QuotaUse[] } {
  const { namespace, facts, resolved, ownPods } = options;
  const replica = quotaRequests(options.pod ?? podRequests(resolved));
  const own = sumAmounts(ownPods.map(quotaRequests));
  const least = options.stopped ? 0 : leastReplicas(resolved.scaling);
  const most = options.stopped ? 0 : mostReplicas(resolved.scaling);
  const found = facts.namespaces.find(({ name }) => name === namespace);
  const limits = (found?.quotas ?? [])
    .filter(({ scoped, name }) => !scoped && name !== NAMESPACE_OBJECT)
    .flatMap(({ name, hard, used }) =>
      Object.entries(hard)
        .filter(([resource]) => replica[resource] !== undefined)
        .map(([resource, limit]) => {
          const others = (used[resource] ?? 0) - (own[resource] ?? 0);
          return {
            resource,
            limit,
            others: Math.max(0, others),
            had: own[resource] ?? 0,
            source: `ResourceQuota ${namespace}/${name}`,
          };
        }),
    );
  const rowsFor = (replicas: number) =>
    limits.map(limit => toRow(limit, replicas * replica[limit.resource]));
  const over = (replicas: number) =>
    rowsFor(replicas).filter((_, index) => {
      const { resource, limit, others, had } = limits[index];
      const wanted = replicas * replica[resource];
      return wanted > had && others + wanted > limit;
    });
  return { rows: rowsFor(least), exceeded: over(least), most: over(most) };
}

function podRequests({ cpu, memory, gpu }: ResolvedModel): Amounts {
  return {
    cpu: parseQuantity(cpu) ?? 0,
    memory: parseQuantity(memory) ?? 0,
    ...(gpu ? { [gpu.resourceName]: gpu.count } : {}),
  };
}

// The names by which a ResourceQuota counts what one pod requests; memory is
// request and limit, CPU is a request only
function quotaRequests(requests: Amounts): Amounts {
  const { cpu = 0, memory = 0, ...others } = requests;
  const extended = Object.entries(others).filter(([name]) =>
    name.includes('/'),
  );
  return {
    pods: 1,
    'count/pods': 1,
    cpu,
    'requests.cpu': cpu,
    memory,
    'requests.memory': memory,
    'limits.memory': memory,
    ...Object.fromEntries(
      extended.map(([name, amount]) => [`requests.${name}`, amount]),
    ),
  };
}

function sumAmounts(all: Amounts[]): Amounts {
  const sum: Amounts = {};
  for (const amounts of all) {
    for (const [resource, amount] of Object.entries(amounts)) {
      sum[resource] = (sum[resource] ?? 0) + amount;
    }
  }
  return sum;
}

function toRow(
  limit: { resource: string; limit: number; others: number; source: string },
  wanted: number,
): QuotaUse {
  const { resource, source } = limit;
  return {
    resource,
    hard: format(resource, limit.limit),
    used: format(resource, limit.others),
    wanted: format(resource, wanted),
    source,
  };
}

function format(resource: string, amount: number): string {
  if (/(^|\.)cpu$/.test(resource)) {
    return formatCores(amount);
  }
  return /(^|\.)memory$/.test(resource) ? formatBytes(amount) : String(amount);
}
