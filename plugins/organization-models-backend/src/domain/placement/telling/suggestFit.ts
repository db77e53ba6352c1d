import type { FitSurvey } from '../assessFit';
import { describeAmount, describeAmounts } from './describeAmounts';
import { describeTaint } from './describeNodeFit';
import { CORDON_TAINT } from '../findUntoleratedTaint';
import {
  findCandidates,
  findNearest,
  shortagesOf,
  type Unfit,
} from './nearestNode';
import type { NodeObstacle } from '../NodeRoom';
import type { SurveyedNode } from '../surveyNodes';

/** What would make it fit, as something a person can do. */
export function suggestFit(survey: FitSurvey, verdict: Unfit): string {
  const candidates = findCandidates(survey.nodes, verdict);
  if (candidates.length === 0) {
    return suggestAgainstObstacles(survey);
  }
  const nearest = findNearest(candidates, verdict);
  const room =
    verdict === 'never'
      ? `add a node with ${describeAmounts(survey.units)}`
      : suggestRoom(nearest);
  const possible =
    verdict === 'never' ? survey.fittingWhenEmpty : survey.fitting;
  return possible > 0
    ? `Ask for ${possible} of the ${survey.question.replicas} replicas, or ${room} for another one.`
    : `${capitalize(room)}${suggestLess(nearest, verdict)}.`;
}

function suggestRoom(nearest: SurveyedNode): string {
  const { fit, obstacle, shortages } = nearest;
  const amounts = shortages.map(({ resource, wanted, available }) =>
    describeAmount(resource, wanted - available),
  );
  return [
    ...(obstacle ? [suggestRepair(fit.node, obstacle)] : []),
    ...(amounts.length > 0
      ? [`free ${amounts.join(' and ')} on ${fit.node}`]
      : []),
  ].join(' and ');
}

function suggestRepair(node: string, obstacle: NodeObstacle): string {
  return obstacle.kind === 'taint' && obstacle.taint.key === CORDON_TAINT.key
    ? `uncordon ${node}`
    : `mend ${node}`;
}

// only where one resource is short: of several, less of one would not do
function suggestLess(nearest: SurveyedNode, verdict: Unfit): string {
  const [shortage, ...others] = shortagesOf(nearest, verdict);
  return shortage &&
    others.length === 0 &&
    shortage.available > 0 &&
    shortage.resource !== 'pods' &&
    !nearest.obstacle
    ? `, or ask for at most ${describeAmount(
        shortage.resource,
        shortage.available,
      )} per replica`
    : '';
}

// the filters in the order in which they are looked at: the node that came
// furthest is the one to talk about
const FILTERS: NodeObstacle['kind'][] = [
  'selector',
  'affinity',
  'taint',
  'volume',
];

function suggestAgainstObstacles({ nodes, question }: FitSurvey): string {
  const [furthest] = nodes
    .flatMap(({ obstacle }) => obstacle ?? [])
    .sort((a, b) => FILTERS.indexOf(b.kind) - FILTERS.indexOf(a.kind));
  switch (furthest?.kind) {
    case 'taint':
      return `Tolerate ${describeTaint(
        furthest.taint,
      )} in deployment_config.tolerations, or take the taint away.`;
    case 'volume':
      return `Use a claim whose volume the other nodes can reach in place of ${furthest.claim}, or take requirements that the nodes in its zone meet.`;
    case 'affinity':
      return 'Ask for another requirements.gpu.gpu_type or less min_vram, or add a node with such GPUs.';
    case 'selector':
      return `Change deployment_config.node_selector, or label a node with ${Object.entries(
        question.replica.nodeSelector ?? {},
      )
        .map(label => label.join('='))
        .join(', ')}.`;
    default:
      return 'Add a node to the cluster.';
  }
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
