import type { Amounts } from '../facts/ClusterFacts';

/**
 * How many equal pods fit into what is available: pods of one model are all
 * alike, so the sum of this over the nodes is exact. Amounts in scheduler units.
 *
 * @param taken - what is taken from the available amounts first
 * @remarks Asked for every node, for every kind of pod that waits: it makes no
 * object on its way.
 */
export function countReplicas(
  available: Amounts,
  requests: Amounts,
  taken?: Amounts,
): number {
  let count = Infinity;
  for (const resource of Object.keys(requests)) {
    const wanted = requests[resource];
    if (wanted > 0) {
      const left = (available[resource] ?? 0) - (taken?.[resource] ?? 0);
      count = Math.min(count, Math.floor(left / wanted));
    }
  }
  return Math.max(0, count);
}

/**
 * Resources of which there is less than one pod more requests, with the
 * numbers.
 *
 * @param replicas - pods which take their part first
 */
export function findShortages(
  available: Amounts,
  requests: Amounts,
  replicas: number,
): Shortage[] {
  const shortages: Shortage[] = [];
  for (const resource of Object.keys(requests)) {
    const wanted = requests[resource];
    const left = (available[resource] ?? 0) - wanted * replicas;
    if (wanted > 0 && wanted > left) {
      shortages.push({ resource, wanted, available: Math.max(0, left) });
    }
  }
  return shortages;
}

export type Shortage = { resource: string; wanted: number; available: number };
