import type { Amounts } from '../facts/ClusterFacts';

/**
 * How many equal pods fit into what is available: pods of one model are all
 * alike, so the sum of this over the nodes is exact. Amounts in scheduler units.
 */
export function countReplicas(available: Amounts, requests: Amounts): number {
  const counts = Object.entries(requests)
    .filter(([, wanted]) => wanted > 0)
    .map(([resource, wanted]) =>
      Math.floor((available[resource] ?? 0) / wanted),
    );
  return Math.max(0, Math.min(...counts));
}

/** Resources of which there is less than one pod requests, with the numbers. */
export function findShortages(
  available: Amounts,
  requests: Amounts,
): Shortage[] {
  return Object.entries(requests)
    .map(([resource, wanted]) => ({
      resource,
      wanted,
      available: Math.max(0, available[resource] ?? 0),
    }))
    .filter(({ wanted, available: left }) => wanted > 0 && wanted > left);
}

export type Shortage = { resource: string; wanted: number; available: number };
