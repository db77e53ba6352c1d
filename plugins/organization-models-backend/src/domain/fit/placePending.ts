import type { Amounts } from '../facts/ClusterFacts';
import { countReplicas } from './countReplicas';
import { findObstacle, toPodUnits, type NodeRoom } from './NodeRoom';
import type { Replica } from './Replica';
import { subtractAmounts } from './schedulerUnits';

/** Pods that were accepted and are not bound to a node yet. */
export type PendingReplicas = { replica: Replica; count: number };

/**
 * Takes from the rooms what pending pods will take.
 *
 * @remarks Where the scheduler will put them is not known. Each goes where it
 * costs the asked model the least, those with the fewest nodes to go to first;
 * so a model is refused only where hardly any order of binding leaves room for
 * it. What fits nowhere takes nothing.
 */
export function placePending(
  rooms: NodeRoom[],
  pending: PendingReplicas[],
  wanted: Amounts,
): NodeRoom[] {
  const queue = pending
    .map(({ replica, count }) => ({
      count,
      units: toPodUnits(replica),
      names: new Set(
        rooms
          .filter(({ node }) => !findObstacle(node, replica))
          .map(({ node }) => node.name),
      ),
    }))
    .sort((a, b) => a.names.size - b.names.size);
  return queue.reduce(
    (left, { count, ...pod }) => placeAll(left, { count, pod, wanted }),
    rooms,
  );
}

type Pod = { units: Amounts; names: Set<string> };

function placeAll(
  rooms: NodeRoom[],
  options: { count: number; pod: Pod; wanted: Amounts },
): NodeRoom[] {
  let left = rooms;
  for (let placed = 0; placed < options.count; placed++) {
    const target = findCheapest(left, options);
    if (!target) {
      break;
    }
    left = left.map(room =>
      room === target
        ? { ...room, free: subtractAmounts(room.free, options.pod.units) }
        : room,
    );
  }
  return left;
}

function findCheapest(
  rooms: NodeRoom[],
  { pod, wanted }: { pod: Pod; wanted: Amounts },
): NodeRoom | undefined {
  const candidates = rooms
    .filter(
      room =>
        pod.names.has(room.node.name) &&
        countReplicas(room.free, pod.units) > 0,
    )
    .map(room => ({ room, ...priceOf(room, pod.units, wanted) }));
  return candidates.sort((a, b) => a.cost - b.cost || a.spare - b.spare)[0]
    ?.room;
}

// replicas of the asked model lost, then how many such pods stay possible
function priceOf(room: NodeRoom, units: Amounts, wanted: Amounts) {
  const after = subtractAmounts(room.free, units);
  return {
    cost: countReplicas(room.free, wanted) - countReplicas(after, wanted),
    spare: countReplicas(after, units),
  };
}
