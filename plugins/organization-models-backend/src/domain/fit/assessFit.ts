import type { Amounts, NodeFacts } from '../facts/ClusterFacts';
import { explainFit } from './explainFit';
import { toNodeRooms, toPodUnits, type Credit } from './NodeRoom';
import { placePending, type PendingReplicas } from './placePending';
import {
  countFitting,
  surveyNodes,
  toNodeFit,
  type NodeFit,
  type SurveyedNode,
} from './surveyNodes';
import type { Replica } from './Replica';
import { suggestFit } from './suggestFit';

export type FitQuestion = {
  nodes: NodeFacts[];
  replica: Replica;
  /** How many of them have to fit at the same time. */
  replicas: number;
  /** Accepted earlier and not yet bound: they take their room first. */
  pending?: PendingReplicas[];
  /** What the model's own pods, about to be replaced, give back. */
  credited?: Credit[];
};

export type FitAnswer = {
  /**
   * `fits` now; `now`: not now, but a part of the cluster's own room would do;
   * `never`: not even if every node were empty.
   */
  verdict: 'fits' | 'now' | 'never';
  wantedReplicas: number;
  /** How many fit now, wanted or not. */
  fittingReplicas: number;
  /** Not now, but where the scheduler ends pods of a lower priority. */
  fitsByPreemption: boolean;
  /** Best first, five at most. */
  bestNodes: NodeFit[];
  explanation: string;
  /** What would make it fit; only when it does not. */
  suggestion?: string;
};

/** Everything the words of an answer are made of, in scheduler units. */
export type FitSurvey = {
  question: FitQuestion;
  units: Amounts;
  nodes: SurveyedNode[];
  fitting: number;
  /** How many would fit if pending pods were not there. */
  fittingWithoutPending: number;
  /** How many would fit if every node were empty, uncordoned and well. */
  fittingWhenEmpty: number;
};

/**
 * Whether the scheduler would place the replicas of a model.
 *
 * @remarks Exact for what kube-scheduler's NodeResourcesFit, TaintToleration,
 * NodeUnschedulable and NodeAffinity look at; of preemption it is known whether
 * it could help. Not modelled: nominated pods, affinity between pods, volumes'
 * zones, dynamic resource allocation.
 */
export function assessFit(question: FitQuestion): FitAnswer {
  const survey = takeSurvey(question);
  const verdict = toVerdict(survey);
  return {
    verdict,
    wantedReplicas: question.replicas,
    fittingReplicas: survey.fitting,
    fitsByPreemption: verdict === 'now' && fitsByPreemption(survey),
    bestNodes: survey.nodes
      .slice(0, 5)
      .map(node => toNodeFit(node, survey.units)),
    explanation: explainFit(survey, verdict),
    suggestion: verdict === 'fits' ? undefined : suggestFit(survey, verdict),
  };
}

function takeSurvey(question: FitQuestion): FitSurvey {
  const { replica, pending = [] } = question;
  const units = toPodUnits(replica);
  const rooms = toNodeRooms(question.nodes, question.credited);
  const nodes = surveyNodes(placePending(rooms, pending, units), {
    replica,
    units,
  });
  return {
    question,
    units,
    nodes,
    fitting: sumOf(nodes, ({ fit }) => fit.replicas),
    fittingWithoutPending: countFitting(rooms, { replica, units }),
    fittingWhenEmpty: sumOf(nodes, ({ fit }) => fit.replicasWhenEmpty),
  };
}

// Which pods it would end, and whether it may, is the scheduler's to say
function fitsByPreemption({ question, units }: FitSurvey): boolean {
  const { nodes, replica, replicas, credited = [], pending = [] } = question;
  const preempted = nodes.flatMap(({ name, preemptible }) =>
    preemptible ? [{ node: name, amounts: preemptible }] : [],
  );
  if (preempted.length === 0) {
    return false;
  }
  const rooms = toNodeRooms(nodes, [...credited, ...preempted]);
  const left = placePending(rooms, pending, units);
  return countFitting(left, { replica, units }) >= replicas;
}

function toVerdict(survey: FitSurvey): FitAnswer['verdict'] {
  const { replicas } = survey.question;
  if (survey.fitting >= replicas) {
    return 'fits';
  }
  return survey.fittingWhenEmpty >= replicas ? 'now' : 'never';
}

function sumOf<T>(items: T[], amount: (item: T) => number): number {
  return items.reduce((sum, item) => sum + amount(item), 0);
}
