import { formatCores } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Amounts } from '../../facts/ClusterFacts';
import type { Shortage } from '../countReplicas';

const NAMES: Record<string, string> = {
  cpu: 'CPU cores',
  memory: 'of memory',
  'ephemeral-storage': 'of ephemeral storage',
};

/** `4 nvidia.com/gpu, 8 CPU cores, 64Gi of memory`; amounts in scheduler units. */
export function describeAmounts(units: Amounts): string {
  return Object.entries(units)
    .filter(([resource, amount]) => amount > 0 && resource !== 'pods')
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([resource, amount]) => describeAmount(resource, amount))
    .join(', ');
}

export function describeAmount(resource: string, amount: number): string {
  return `${toNumber(resource, amount)} ${NAMES[resource] ?? resource}`;
}

/** `2 of 4 nvidia.com/gpu`, and for several of them a list. */
export function describeShortages(shortages: Shortage[]): string {
  return shortages
    .map(
      ({ resource, wanted, available }) =>
        `${toNumber(resource, available)} of ${describeAmount(
          resource,
          wanted,
        )}`,
    )
    .join(' and ');
}

// GPUs are what people look for first
function rank(resource: string): number {
  return resource in NAMES ? Object.keys(NAMES).indexOf(resource) + 1 : 0;
}

const GIBIBYTE = 2 ** 30;
const MEBIBYTE = 2 ** 20;

function toNumber(resource: string, amount: number): string {
  if (resource === 'cpu') {
    return formatCores(amount / 1000);
  }
  return isBytes(resource) ? describeBytes(amount) : String(amount);
}

function isBytes(resource: string): boolean {
  return (
    resource === 'memory' ||
    resource === 'ephemeral-storage' ||
    resource.startsWith('hugepages-')
  );
}

/** Bytes for the eye, one decimal at most: `23.5Gi`. */
export function describeBytes(bytes: number): string {
  return bytes >= GIBIBYTE
    ? `${Number((bytes / GIBIBYTE).toFixed(1))}Gi`
    : `${Number((bytes / MEBIBYTE).toFixed(1))}Mi`;
}
