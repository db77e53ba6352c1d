import type { ReplicaCounts } from '@orgmodels/backstage-plugin-organization-models-common';
import { diagnose, newestPods, rank } from '../diagnosis/diagnose';
import type { Finding } from '../diagnosis/Finding';
import { makeFinding } from '../diagnosis/makeFinding';
import type { ObservedModel, PodFacts } from '../facts/ObservedModel';
import { findRuntime } from '../engines/findRuntime';
import { findBadAnswer } from './findBadAnswer';
import type { StatusFacts, StatusInput } from './StatusInput';

const NOTHING: ObservedModel = {
  pods: [],
  events: [],
  serviceExists: false,
  serviceMonitorExists: false,
};

/** Counts and diagnoses once what all rules look at. */
export function collectFacts(input: StatusInput): StatusFacts {
  const observed = input.observed ?? NOTHING;
  const livePods = observed.pods.filter(isLive);
  const isApplied = isSpecApplied(input);
  const replicas = countReplicas(input, livePods);
  const findings = findingsOf(input, observed, isApplied);
  return {
    ...input,
    observed,
    livePods,
    newestPods: newestPods(observed, {}).filter(isLive),
    findings: rank([
      ...findings,
      ...badAnswers(input, { isApplied, replicas }),
    ]),
    replicas,
    isApplied,
    hasServed: input.reached?.served === input.generation,
    wasComplete: input.reached?.complete === input.generation,
  };
}

// evicted pods stay listed beside their successors
function isLive({ phase }: PodFacts): boolean {
  return phase !== 'Failed' && phase !== 'Succeeded';
}

function isSpecApplied({
  generation,
  observedGeneration,
  observed,
}: StatusInput) {
  const deployment = observed?.deployment;
  return (
    observedGeneration >= generation &&
    deployment !== undefined &&
    deployment.observedGeneration >= deployment.generation
  );
}

// that no replica is ready tells more
function badAnswers(
  { proof, generation, desiredState }: StatusInput,
  { isApplied, replicas }: Pick<StatusFacts, 'isApplied' | 'replicas'>,
): Finding[] {
  const isOfThis =
    isApplied && proof?.generation === generation && replicas.ready > 0;
  const finding =
    isOfThis && desiredState === 'running' ? findBadAnswer(proof) : undefined;
  return finding ? [finding] : [];
}

// before it is applied, what is found is about an earlier spec
function findingsOf(
  input: StatusInput,
  observed: ObservedModel,
  isApplied: boolean,
): Finding[] {
  if (!isApplied || input.isStale || input.desiredState !== 'running') {
    return [];
  }
  const { resolved, now, logLines, nodes, previous } = input;
  const token = tokenFinding(resolved, observed);
  const others = diagnose(ofThisSpec(observed), {
    now,
    logLines,
    nodes,
    engine: findRuntime(resolved.runtime),
    startupBudgetSeconds: resolved.startupBudgetSeconds,
    before: previous?.reason,
  });
  return token ? [token, ...others] : others;
}

// for a moment the newest ReplicaSet is still that of the spec before
function ofThisSpec(observed: ObservedModel): ObservedModel {
  const { deployment, pods } = observed;
  const isMade =
    !deployment ||
    (deployment.ofEarlierSpec !== true &&
      (deployment.updatedReplicas > 0 || deployment.replicas === 0));
  return isMade
    ? observed
    : { ...observed, pods: pods.filter(({ deleting }) => deleting) };
}

// the container only says that a Secret is missing, not that it was ours
function tokenFinding(
  { token }: StatusInput['resolved'],
  { secretExists }: ObservedModel,
): Finding | undefined {
  return token.kind === 'own' && secretExists === false
    ? makeFinding('TokenSecretMissing', {
        message: `The Secret ${token.secretName} with the model's Hugging Face token was deleted.`,
        evidence: [],
      })
    : undefined;
}

/**
 * A replica is ready when its pod says so: containers of a lost node look
 * ready for ever.
 */
function countReplicas(
  { desiredState, resolved, observed, readyReplicas }: StatusInput,
  livePods: PodFacts[],
): ReplicaCounts {
  const { scaling } = resolved;
  const start =
    scaling.mode === 'fixed' ? scaling.replicas : scaling.minReplicas;
  const wanted = observed?.deployment?.wantedReplicas ?? start;
  return {
    desired: desiredState === 'stopped' ? 0 : wanted,
    ready:
      readyReplicas ??
      livePods.filter(pod => pod.ready && !pod.deleting).length,
    available: observed?.deployment?.availableReplicas ?? 0,
    updated: observed?.deployment?.updatedReplicas ?? 0,
  };
}
