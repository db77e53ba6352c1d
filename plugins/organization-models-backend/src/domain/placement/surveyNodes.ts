import type { Amounts } from '../facts/ClusterFacts';
import { countReplicas, findShortages, type Shortage } from './countReplicas';
import { describeNodeFit } from './telling/describeNodeFit';
import { findObstacle, type NodeObstacle, type NodeRoom } from './NodeRoom';
import type { Replica } from '../facts/Replica';
import { limitBySpread } from './limitBySpread';
import { fromSchedulerUnits } from './schedulerUnits';

/** What one node has to do with the question. */
type Counts = {
  node: string;
  /** How many replicas it could take now. */
  replicas: number;
  /** How many it could take if nothing else ran there. */
  replicasWhenEmpty: number;
};

/** The same, for people. */
export type NodeFit = Counts & {
  /** Of the requested resources, in base units; never below zero. */
  free: Amounts;
  /** Why it takes none now. */
  reason?: string;
};

export type SurveyedNode = {
  room: NodeRoom;
  obstacle?: NodeObstacle;
  /** A cordon, trouble that is marked with a taint, or pods of others. */
  passing: boolean;
  /** What is missing for one replica more than fit. */
  shortages: Shortage[];
  /** The same, if nothing else ran there. */
  shortagesWhenEmpty: Shortage[];
  fit: Counts;
};

/** Looks at every node; the best ones come first. */
export function surveyNodes(
  rooms: NodeRoom[],
  { replica, units }: { replica: Replica; units: Amounts },
): SurveyedNode[] {
  return rooms
    .map(room => {
      const node = surveyNode(room, { replica, units });
      return { node, missing: missingPart(node.shortages) };
    })
    .sort(
      (a, b) =>
        b.node.fit.replicas - a.node.fit.replicas ||
        b.node.fit.replicasWhenEmpty - a.node.fit.replicasWhenEmpty ||
        Number(Boolean(a.node.obstacle)) - Number(Boolean(b.node.obstacle)) ||
        a.missing - b.missing ||
        (a.node.fit.node < b.node.fit.node ? -1 : 1),
    )
    .map(({ node }) => node);
}

/** How many replicas fit into the rooms: the sum of what a survey says. */
export function countFitting(
  rooms: NodeRoom[],
  { replica, units }: { replica: Replica; units: Amounts },
): number {
  const counts = rooms.map(({ node, free }) => ({
    node,
    replicas: findObstacle(node, replica) ? 0 : countReplicas(free, units),
  }));
  return limitBySpread(counts, replica);
}

/** Puts into words and base units what was found out about a node. */
export function toNodeFit(surveyed: SurveyedNode, units: Amounts): NodeFit {
  const { room, fit, obstacle, shortages, shortagesWhenEmpty } = surveyed;
  return {
    ...fit,
    free: freeOf(room, units),
    reason:
      fit.replicas > 0
        ? undefined
        : describeNodeFit({
            obstacle,
            now: { replicas: fit.replicas, shortages },
            empty: {
              replicas: fit.replicasWhenEmpty,
              shortages: shortagesWhenEmpty,
            },
          }),
  };
}

function surveyNode(
  room: NodeRoom,
  { replica, units }: { replica: Replica; units: Amounts },
): SurveyedNode {
  const obstacle = findObstacle(room.node, replica);
  const passing = obstacle !== undefined && isPassing(obstacle);
  const now = fill(room.free, units, { closed: Boolean(obstacle) });
  const empty = fill(room.allocatable, units, {
    closed: Boolean(obstacle) && !passing,
  });
  return {
    room,
    obstacle,
    passing,
    shortages: now.shortages,
    shortagesWhenEmpty: empty.shortages,
    fit: {
      node: room.node.name,
      replicas: now.replicas,
      replicasWhenEmpty: empty.replicas,
    },
  };
}

// shortages are those of the replica after the last that fits
function fill(
  available: Amounts,
  units: Amounts,
  { closed }: { closed: boolean },
) {
  const replicas = closed ? 0 : countReplicas(available, units);
  return { replicas, shortages: findShortages(available, units, replicas) };
}

// what Kubernetes itself puts on a node goes away with its cause, and whoever
// keeps others away may go
function isPassing(obstacle: NodeObstacle): boolean {
  if (obstacle.kind !== 'taint') {
    return obstacle.kind === 'others';
  }
  const { key } = obstacle.taint;
  return (
    key.startsWith('node.kubernetes.io/') ||
    key.startsWith('node.cloudprovider.kubernetes.io/')
  );
}

// How much there is of what claims are taken to give is not known
function freeOf(room: NodeRoom, units: Amounts): Amounts {
  const wanted = Object.entries(units).filter(
    ([resource, amount]) => amount > 0 && room.free[resource] !== Infinity,
  );
  return fromSchedulerUnits(
    Object.fromEntries(
      wanted.map(([resource]) => [
        resource,
        Math.max(0, room.free[resource] ?? 0),
      ]),
    ),
  );
}

/** How much of a replica is missing, as the sum of parts of the requests. */
export function missingPart(shortages: Shortage[]): number {
  return shortages.reduce(
    (sum, { wanted, available }) => sum + (wanted - available) / wanted,
    0,
  );
}
