import {
  formatBytes,
  formatCores,
  parseQuantity,
  type QuotaLimits,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { mayLandOn } from './mayLandOn';
import type { ModelUse } from './ModelUse';

/**
 * Amounts by resource, in whole units (pieces, thousandths of a core, bytes):
 * `models`, `gpus`, `cpu`, `memory`, and one `gpus_by_type.H100` per type.
 */
export type QuotaAmounts = Record<string, number>;

const BY_TYPE = 'gpus_by_type.';

/** Limits in units; what is unlimited has none. */
export function toAmounts(hard: QuotaLimits): QuotaAmounts {
  const { models, gpus, gpus_by_type, cpu, memory } = hard;
  const amounts = {
    models,
    gpus,
    ...Object.fromEntries(
      Object.entries(gpus_by_type ?? {}).map(([type, limit]) => [
        `${BY_TYPE}${type}`,
        limit,
      ]),
    ),
    cpu: cpu === undefined ? undefined : toUnits(cpu, 1000),
    memory: memory === undefined ? undefined : toUnits(memory, 1),
  };
  return Object.fromEntries(
    Object.entries(amounts).filter(
      (entry): entry is [string, number] => entry[1] !== undefined,
    ),
  );
}

/** What models use of one resource, in the units of the limits. */
export function sumUse(uses: ModelUse[], resource: string): number {
  return uses.reduce((sum, use) => sum + amountOf(use, resource), 0);
}

/** `16`, `1500m`, `64Gi` */
export function formatAmount(resource: string, amount: number): string {
  switch (resource) {
    case 'cpu':
      return formatCores(amount / 1000);
    case 'memory':
      return formatBytes(amount);
    default:
      return String(amount);
  }
}

function amountOf(use: ModelUse, resource: string): number {
  switch (resource) {
    case 'models':
      return use.models;
    case 'gpus':
      return use.gpus;
    case 'cpu':
      return use.cpuMillis;
    case 'memory':
      return use.memoryBytes;
    default:
      return mayLandOn(resource.slice(BY_TYPE.length), use.placement)
        ? use.gpus
        : 0;
  }
}

function toUnits(quantity: string, unitsPerOne: number): number {
  return Math.floor((parseQuantity(quantity) ?? 0) * unitsPerOne);
}
