import { missingPart, type SurveyedNode } from '../surveyNodes';

/** `now`: something has to be freed; `never`: a node has to be added. */
export type Unfit = 'now' | 'never';

/** Nodes which could take a replica more if something of theirs changed. */
export function findCandidates(
  nodes: SurveyedNode[],
  verdict: Unfit,
): SurveyedNode[] {
  return nodes.filter(({ obstacle, passing, fit }) =>
    verdict === 'now'
      ? fit.replicasWhenEmpty > fit.replicas
      : !obstacle || passing,
  );
}

/** The one which lacks the least of a replica, sound nodes first. */
export function findNearest(
  candidates: SurveyedNode[],
  verdict: Unfit,
): SurveyedNode {
  return [...candidates].sort(
    (a, b) =>
      missingPart(shortagesOf(a, verdict)) -
        missingPart(shortagesOf(b, verdict)) ||
      Number(a.passing) - Number(b.passing),
  )[0];
}

export function shortagesOf(node: SurveyedNode, verdict: Unfit) {
  return verdict === 'never' ? node.shortagesWhenEmpty : node.shortages;
}
