import type {
  Amounts,
  DeviceClassFacts,
  NodeFacts,
} from '../facts/ClusterFacts';
import { findClaimedResources, supposeClaims } from './claimedResources';
import { explainFit } from './telling/explainFit';
import { findDoubts, type Doubt } from './telling/findDoubts';
import { findKeptFrom } from './telling/findKeptFrom';
import { toNodeRooms, toPodUnits, type Credit } from './NodeRoom';
import type { PendingReplicas } from '../facts/Replica';
import { limitBySpread } from './limitBySpread';
import { placePending } from './placePending';
import {
  countFitting,
  surveyNodes,
  toNodeFit,
  type NodeFit,
  type SurveyedNode,
} from './surveyNodes';
import type { Replica, ReplicaIdentity } from '../facts/Replica';
import { suggestFit } from './telling/suggestFit';

export type FitQuestion = {
  nodes: NodeFacts[];
  replica: Replica;
  /** By what others may keep it away; nobody does where it is missing. */
  identity?: ReplicaIdentity;
  /** How many of them have to fit at the same time. */
  replicas: number;
  /** Accepted earlier and not yet bound: they take their room first. */
  pending?: PendingReplicas[];
  /** What the model's own pods, about to be replaced, give back. */
  credited?: Credit[];
  /** Of which the scheduler may give what no node has to allocate. */
  deviceClasses?: DeviceClassFacts[];
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
  /** Why the scheduler may place them all the same, where they do not fit. */
  doubts: Doubt[];
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
 * NodeUnschedulable and NodeAffinity look at; of preemption and of dynamic
 * resource allocation it is known whether they could help. Volumes count by
 * their node affinity, replicas by what they want of each other, and pods that
 * run by whom they keep away. Not modelled: nominated pods, and what a model's
 * pods want of others.
 */
export function assessFit(asked: FitQuestion): FitAnswer {
  const question = withKeptFrom(asked);
  const survey = takeSurvey(question);
  if (toVerdict(survey) === 'fits') {
    return toAnswer(survey);
  }
  const doubts = findDoubts(question, survey.units);
  return doubts.length > 0
    ? { ...toAnswer(survey), doubts }
    : answerWithClaims(question) ?? toAnswer(survey);
}

function withKeptFrom(question: FitQuestion): FitQuestion {
  const { identity, nodes, replica } = question;
  const keptFrom = identity && findKeptFrom(nodes, identity);
  return keptFrom
    ? { ...question, replica: { ...replica, keptFrom } }
    : question;
}

// What claims may give is not what is missing where there is no room anyway
function answerWithClaims(question: FitQuestion): FitAnswer | undefined {
  const { nodes, replica, deviceClasses } = question;
  const claimed = findClaimedResources(replica, deviceClasses);
  if (claimed.length === 0) {
    return undefined;
  }
  const answer = toAnswer(
    takeSurvey({
      ...question,
      nodes: nodes.map(node => supposeClaims(node, claimed)),
    }),
  );
  const names = claimed.map(({ resource }) => resource).join(' and ');
  return {
    ...answer,
    explanation: `${answer.explanation} Resource claims were taken to give all of ${names} where no device plugin does.`,
  };
}

function toAnswer(survey: FitSurvey): FitAnswer {
  const verdict = toVerdict(survey);
  return {
    verdict,
    wantedReplicas: survey.question.replicas,
    fittingReplicas: survey.fitting,
    doubts: [],
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
    fitting: countOf(nodes, replica, ({ fit }) => fit.replicas),
    fittingWithoutPending: countFitting(rooms, { replica, units }),
    fittingWhenEmpty: countOf(
      nodes,
      replica,
      ({ fit }) => fit.replicasWhenEmpty,
    ),
  };
}

function toVerdict(survey: FitSurvey): FitAnswer['verdict'] {
  const { replicas } = survey.question;
  if (survey.fitting >= replicas) {
    return 'fits';
  }
  return survey.fittingWhenEmpty >= replicas ? 'now' : 'never';
}

function countOf(
  nodes: SurveyedNode[],
  replica: Replica,
  replicas: (node: SurveyedNode) => number,
): number {
  return limitBySpread(
    nodes.map(node => ({ node: node.room.node, replicas: replicas(node) })),
    replica,
  );
}
