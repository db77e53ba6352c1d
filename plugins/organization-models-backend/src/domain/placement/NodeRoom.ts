import type { Amounts, NodeFacts, Taint } from '../facts/ClusterFacts';
import { findUntoleratedTaint } from './findUntoleratedTaint';
import {
  matchesNodeAffinity,
  matchesNodeSelector,
} from './matchesNodeSelector';
import type { Replica } from '../facts/Replica';
import { subtractAmounts, toSchedulerUnits } from './schedulerUnits';

/** What a node has to give, in scheduler units. */
export type NodeRoom = {
  node: NodeFacts;
  allocatable: Amounts;
  free: Amounts;
};

/** What the pods that are about to be replaced give back. */
export type Credit = { node: string; amounts: Amounts };

/** Why a node is out of the question, however much is free on it. */
export type NodeObstacle =
  | { kind: 'selector' }
  | { kind: 'affinity' }
  | { kind: 'taint'; taint: Taint }
  | { kind: 'volume'; claim: string }
  | { kind: 'others'; topologyKey: string };

/** Reads what every node has free; several credits of one node add up. */
export function toNodeRooms(
  nodes: NodeFacts[],
  credited: Credit[] = [],
): NodeRoom[] {
  return nodes.map(node => {
    const allocatable = toSchedulerUnits(node.allocatable);
    const used = credited
      .filter(credit => credit.node === node.name)
      .map(credit => toSchedulerUnits(credit.amounts))
      .reduce(subtractAmounts, toSchedulerUnits(node.requested));
    return { node, allocatable, free: subtractAmounts(allocatable, used) };
  });
}

/** The filters of kube-scheduler which do not depend on amounts. */
export function findObstacle(
  node: NodeFacts,
  replica: Replica,
): NodeObstacle | undefined {
  if (!matchesNodeSelector(node.labels, replica.nodeSelector)) {
    return { kind: 'selector' };
  }
  if (!matchesNodeAffinity(node.labels, replica.affinity)) {
    return { kind: 'affinity' };
  }
  const taint = findUntoleratedTaint(node, replica.tolerations);
  if (taint) {
    return { kind: 'taint', taint };
  }
  const volume = replica.volumes?.find(
    ({ nodes }) => !matchesNodeAffinity(node.labels, nodes),
  );
  if (volume) {
    return { kind: 'volume', claim: volume.claim };
  }
  const kept = replica.keptFrom?.find(({ topologyKey, places }) =>
    places.includes(node.labels[topologyKey]),
  );
  return kept && { kind: 'others', topologyKey: kept.topologyKey };
}

/** Requests of one pod in scheduler units; every pod takes one of `pods`. */
export function toPodUnits(replica: Replica): Amounts {
  return { ...toSchedulerUnits(replica.requests), pods: 1 };
}
