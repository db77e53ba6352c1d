import type { Taint } from '../../facts/ClusterFacts';
import { describeShortages } from './describeAmounts';
import { CORDON_TAINT } from '../findUntoleratedTaint';
import type { NodeObstacle } from '../NodeRoom';
import type { Shortage } from '../countReplicas';

type Filled = { replicas: number; shortages: Shortage[] };

/** Why a node takes no replica now. */
export function describeNodeFit(surveyed: {
  obstacle?: NodeObstacle;
  now: Filled;
  empty: Filled;
}): string {
  const { obstacle, now, empty } = surveyed;
  if (obstacle) {
    return describeObstacle(obstacle);
  }
  return empty.replicas === 0
    ? `has ${describeShortages(empty.shortages)} in all`
    : `has ${describeShortages(now.shortages)} free`;
}

/** As what a node does: `is cordoned`. */
export function describeObstacle(obstacle: NodeObstacle): string {
  switch (obstacle.kind) {
    case 'selector':
      return 'does not have the labels of the node selector';
    case 'affinity':
      return 'does not have a GPU of the wanted kind';
    case 'volume':
      return `cannot reach the volume of the claim ${obstacle.claim}`;
    case 'others':
      return `has pods that keep it away by their anti-affinity (${obstacle.topologyKey})`;
    default:
      return obstacle.taint.key === CORDON_TAINT.key
        ? 'is cordoned'
        : `has the taint ${describeTaint(obstacle.taint)}`;
  }
}

/** As kubectl writes it: `nvidia.com/gpu=present:NoSchedule`. */
export function describeTaint({ key, value, effect }: Taint): string {
  return value ? `${key}=${value}:${effect}` : `${key}:${effect}`;
}
