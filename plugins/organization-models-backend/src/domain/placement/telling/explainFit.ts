import type { Replica } from '../../facts/Replica';
import type { FitAnswer, FitSurvey } from '../assessFit';
import {
  describeAmount,
  describeAmounts,
  describeShortages,
} from './describeAmounts';
import { describeObstacle } from './describeNodeFit';
import {
  findCandidates,
  findNearest,
  shortagesOf,
  type Unfit,
} from './nearestNode';
import type { SurveyedNode } from '../surveyNodes';

/** What was wanted, the best node's numbers, and why that is not enough. */
export function explainFit(
  survey: FitSurvey,
  verdict: FitAnswer['verdict'],
): string {
  const { fitting, question, units } = survey;
  if (verdict === 'fits') {
    return describeFitting(survey);
  }
  return [
    `Each replica needs ${describeAmounts(units)} on one node.`,
    describeSpread(question.replica),
    fitting > 0 || question.replicas > 1 ? describeFitting(survey) : undefined,
    ...explainMissing(survey, verdict),
  ]
    .filter(sentence => sentence !== undefined)
    .join(' ');
}

function describeSpread({ spread = [] }: Replica): string | undefined {
  const keys = [...new Set(spread.map(({ topologyKey }) => topologyKey))];
  return keys.length > 0
    ? `Replicas keep apart, or even, by ${keys.join(' and ')}.`
    : undefined;
}

function describeFitting({ fitting, nodes, question }: FitSurvey): string {
  const { replicas } = question;
  const shown = Math.min(fitting, replicas);
  return `${shown} of ${replicas} ${replicas === 1 ? 'replica' : 'replicas'} ${
    shown === 1 ? 'fits' : 'fit'
  } now${describePlaces(nodes)}.`;
}

function describePlaces(nodes: SurveyedNode[]): string {
  const places = nodes.filter(({ fit }) => fit.replicas > 0);
  const shown = places
    .slice(0, 3)
    .map(({ fit }) => `${fit.node} has room for ${fit.replicas}`);
  const more = places.length > 3 ? ` and ${places.length - 3} more` : '';
  return shown.length === 0 ? '' : `: ${shown.join(', ')}${more}`;
}

function explainMissing(survey: FitSurvey, verdict: Unfit) {
  const { nodes, question, fitting } = survey;
  const candidates = findCandidates(nodes, verdict);
  if (candidates.length === 0) {
    return [explainObstacles(nodes)];
  }
  if (verdict === 'never' && survey.fittingWhenEmpty > 0) {
    return [
      `Not more than ${survey.fittingWhenEmpty} would fit if every node were empty.`,
    ];
  }
  return [
    fitting === 0 ? explainTotal(nodes, verdict) : undefined,
    explainNearest(findNearest(candidates, verdict), verdict),
    survey.fittingWithoutPending >= question.replicas
      ? 'Pods that were accepted earlier and do not run yet take the room.'
      : undefined,
  ];
}

// the sum over all nodes means nothing to the scheduler, but much to people
function explainTotal(nodes: SurveyedNode[], verdict: Unfit) {
  const open = nodes.filter(({ obstacle }) => !obstacle);
  const [first, ...others] =
    open.length > 1 ? shortagesOf(findNearest(open, verdict), verdict) : [];
  if (!first || others.length > 0) {
    return undefined;
  }
  const amounts = open.map(({ room }) => {
    const amount = verdict === 'never' ? room.allocatable : room.free;
    return Math.max(0, amount[first.resource] ?? 0);
  });
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const verb = verdict === 'never' ? 'exist' : 'are free';
  return total >= first.wanted && total < Infinity
    ? `${describeAmount(first.resource, total)} ${verb} in total but at most ` +
        `${describeAmount(first.resource, Math.max(...amounts))} on one node.`
    : undefined;
}

function explainNearest(nearest: SurveyedNode, verdict: Unfit): string {
  const shortages = shortagesOf(nearest, verdict);
  const { node } = nearest.fit;
  const trouble = nearest.obstacle && describeObstacle(nearest.obstacle);
  if (shortages.length === 0) {
    return `${node} has the room but ${trouble}.`;
  }
  const numbers = `has ${describeShortages(shortages)} ${
    verdict === 'never' ? 'in all' : 'left'
  }`;
  return `The nearest to it, ${node}, ${numbers}${
    trouble ? ` and ${trouble}` : ''
  }.`;
}

function explainObstacles(nodes: SurveyedNode[]): string {
  if (nodes.length === 0) {
    return 'The cluster has no nodes.';
  }
  const counts = new Map<string, number>();
  for (const { obstacle } of nodes) {
    const words = obstacle ? describeObstacle(obstacle) : 'has no room';
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const reasons = [...counts].map(([words, count]) =>
    count === 1 ? `one ${words}` : `${count} times: ${words}`,
  );
  return `None of the cluster's nodes (${
    nodes.length
  }) may take it: ${reasons.join('; ')}.`;
}
