import type { Amounts, Taint } from '../facts/ClusterFacts';
import { countReplicas, findShortages, type Shortage } from './countReplicas';
import { describeNodeFit } from './describeNodeFit';
import { findObstacle, type NodeObstacle, type NodeRoom } from './NodeRoom';
import type { Replica } from './Replica';
import { fromSchedulerUnits, subtractAmounts } from './schedulerUnits';

/** What one node has to do with the question, for people. */
export type NodeFit = {
  node: string;
  /** How many replicas it could take now. */
  replicas: number;
  /** How many it could take if nothing else ran there. */
  replicasWhenEmpty: number;
  /** Of the requested resources, in base units; never below zero. */
  free: Amounts;
  /** Why it takes none now. */
  reason?: string;
};

export type SurveyedNode = {
  room: NodeRoom;
  obstacle?: NodeObstacle;
  /** A cordon, or trouble that the node controller marks with a taint. */
  passing: boolean;
  /** What is missing for one replica more than fit. */
  shortages: Shortage[];
  /** The same, if nothing else ran there. */
  shortagesWhenEmpty: Shortage[];
  fit: NodeFit;
};

/** Looks at every node; the best ones come first. */
export function surveyNodes(
  rooms: NodeRoom[],
  { replica, units }: { replica: Replica; units: Amounts },
): SurveyedNode[] {
  return rooms
    .map(room => surveyNode(room, { replica, units }))
    .sort(
      (a, b) =>
        b.fit.replicas - a.fit.replicas ||
        b.fit.replicasWhenEmpty - a.fit.replicasWhenEmpty ||
        Number(Boolean(a.obstacle)) - Number(Boolean(b.obstacle)) ||
        missingPart(a.shortages) - missingPart(b.shortages) ||
        (a.fit.node < b.fit.node ? -1 : 1),
    );
}

function surveyNode(
  room: NodeRoom,
  { replica, units }: { replica: Replica; units: Amounts },
): SurveyedNode {
  const obstacle = findObstacle(room.node, replica);
  const passing = obstacle?.kind === 'taint' && isPassing(obstacle.taint);
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
      free: freeOf(room, units),
      reason:
        now.replicas > 0
          ? undefined
          : describeNodeFit({ obstacle, now, empty }),
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
  const taken = Object.fromEntries(
    Object.entries(units).map(([resource, amount]) => [
      resource,
      amount * replicas,
    ]),
  );
  return {
    replicas,
    shortages: findShortages(subtractAmounts(available, taken), units),
  };
}

// what Kubernetes itself puts on a node goes away with its cause
function isPassing({ key }: Taint): boolean {
  return (
    key.startsWith('node.kubernetes.io/') ||
    key.startsWith('node.cloudprovider.kubernetes.io/')
  );
}

function freeOf(room: NodeRoom, units: Amounts): Amounts {
  const wanted = Object.entries(units).filter(([, amount]) => amount > 0);
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
