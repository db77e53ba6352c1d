import type { Amounts } from '../facts/ClusterFacts';
import { countReplicas } from './countReplicas';
import { findObstacle, toPodUnits, type NodeRoom } from './NodeRoom';
import type { PendingReplicas } from '../facts/Replica';
import { subtractAmounts } from './schedulerUnits';

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
  const left = [...rooms];
  const queue = pending
    .map(({ replica, count }) => ({
      count,
      units: toPodUnits(replica),
      places: rooms.flatMap(({ node }, place) =>
        findObstacle(node, replica) ? [] : [place],
      ),
    }))
    .sort((a, b) => a.places.length - b.places.length);
  for (const pods of queue) {
    placeAll(left, { ...pods, wanted });
  }
  return left;
}

type Candidate = { place: number; cost: number; spare: number };

// Only the room of a pod that was placed is looked at again before the next
function placeAll(
  left: NodeRoom[],
  options: { count: number; units: Amounts; places: number[]; wanted: Amounts },
) {
  const { count, units, places, wanted } = options;
  const candidates = places.flatMap(
    place => toCandidate(place, left[place], units, wanted) ?? [],
  );
  for (let placed = 0; placed < count && candidates.length > 0; placed++) {
    const index = findCheapest(candidates);
    const { place } = candidates[index];
    const { free, ...room } = left[place];
    left[place] = { ...room, free: subtractAmounts(free, units) };
    const next = toCandidate(place, left[place], units, wanted);
    candidates.splice(index, 1, ...(next ? [next] : []));
  }
}

/** `undefined`: there is no room for such a pod. */
function toCandidate(
  place: number,
  { free }: NodeRoom,
  units: Amounts,
  wanted: Amounts,
): Candidate | undefined {
  const fitting = countReplicas(free, units);
  return fitting > 0
    ? {
        place,
        // replicas of the asked model lost, then how many such pods stay possible
        cost: countReplicas(free, wanted) - countReplicas(free, wanted, units),
        spare: fitting - 1,
      }
    : undefined;
}

/** The first of the cheapest. */
function findCheapest(candidates: Candidate[]): number {
  let cheapest = 0;
  for (let index = 1; index < candidates.length; index++) {
    const [a, b] = [candidates[index], candidates[cheapest]];
    if (a.cost < b.cost || (a.cost === b.cost && a.spare < b.spare)) {
      cheapest = index;
    }
  }
  return cheapest;
}
