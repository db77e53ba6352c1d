import type { Amounts, NodeFacts } from '../../facts/ClusterFacts';
import type { FitQuestion } from '../assessFit';
import {
  findClaimedResources,
  supposeClaims,
  type ClaimedResource,
} from '../claimedResources';
import { toNodeRooms } from '../NodeRoom';
import { placePending } from '../placePending';
import { subtractAmounts } from '../schedulerUnits';
import { countFitting } from '../surveyNodes';

/** What the scheduler may do for replicas that do not fit by arithmetic. */
export type Doubt =
  | { kind: 'preemption' }
  | ({ kind: 'resourceClaims' } & ClaimedResource);

/** The most that a doubt could come to, on each node. */
type Chance = { doubts: Doubt[]; improve(node: NodeFacts): NodeFacts };

/**
 * Why replicas that do not fit may be placed all the same: what each may do
 * alone, else all together. Nothing where not even that would do.
 *
 * @param units - what one replica requests, in scheduler units
 */
export function findDoubts(question: FitQuestion, units: Amounts): Doubt[] {
  // In the order in which the scheduler tries them
  const chances = [
    considerClaims(question),
    considerPreemption(question),
  ].filter(({ doubts }) => doubts.length > 0);
  const fits = (taken: Chance[]) =>
    wouldFit(question, units, node =>
      taken.reduce((better, { improve }) => improve(better), node),
    );
  const alone = chances.find(chance => fits([chance]));
  if (alone) {
    return alone.doubts;
  }
  return chances.length > 1 && fits(chances)
    ? chances.flatMap(({ doubts }) => doubts)
    : [];
}

function wouldFit(
  { nodes, replica, replicas, credited, pending = [] }: FitQuestion,
  units: Amounts,
  improve: Chance['improve'],
): boolean {
  const rooms = toNodeRooms(nodes.map(improve), credited);
  const left = placePending(rooms, pending, units);
  return countFitting(left, { replica, units }) >= replicas;
}

// Which pods it would end, and whether it may, is the scheduler's to say
function considerPreemption({ nodes }: FitQuestion): Chance {
  const isPossible = nodes.some(({ preemptible }) => preemptible);
  return {
    doubts: isPossible ? [{ kind: 'preemption' }] : [],
    improve: node => ({
      ...node,
      requested: subtractAmounts(node.requested, node.preemptible ?? {}),
    }),
  };
}

function considerClaims({ replica, deviceClasses }: FitQuestion): Chance {
  const claimed = findClaimedResources(replica, deviceClasses);
  return {
    doubts: claimed.map(each => ({ kind: 'resourceClaims', ...each })),
    improve: node => supposeClaims(node, claimed),
  };
}
