import type { Manifest } from '../facts/ResolvedModel';
import { formatAmount, sumUse, toAmounts } from '../quota/quotaAmounts';
import {
  namespacedMetadata,
  type OrganizationNamespace,
} from './OrganizationNamespace';

/**
 * The organization's limits as a ResourceQuota, which holds also what is made
 * past the API. Each GPU resource gets the limit of all GPUs; limits by type
 * have no form in Kubernetes.
 *
 * @remarks Never below what is used: a limit that was lowered refuses new use,
 * and must not keep a pod from being replaced.
 */
export function buildMirrorQuota(of: OrganizationNamespace): Manifest[] {
  const limits = toAmounts(of.hard);
  const hard: Record<string, string> = {};
  for (const resource of Object.keys(limits)) {
    const amount = Math.max(limits[resource], sumUse(of.uses, resource));
    for (const name of namesOf(resource, of.gpuResources)) {
      hard[name] = formatAmount(resource, amount);
    }
  }
  return Object.keys(hard).length > 0
    ? [
        {
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          metadata: namespacedMetadata(of),
          spec: { hard },
        },
      ]
    : [];
}

function namesOf(resource: string, gpuResources: string[]): string[] {
  switch (resource) {
    case 'models':
      return ['count/deployments.apps'];
    case 'gpus':
      return gpuResources.map(name => `requests.${name}`);
    case 'cpu':
      return ['requests.cpu'];
    case 'memory':
      return ['requests.memory', 'limits.memory'];
    default:
      return [];
  }
}
