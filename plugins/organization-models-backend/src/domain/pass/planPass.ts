import { buildManifests } from '../desired/buildManifests';
import { findDeployment } from '../desired/findDeployment';
import { toDesiredContext } from '../desired/toDesiredContext';
import type { StoredModel } from '../facts/StoredModel';
import type { Manifest } from '../facts/ResolvedModel';
import type {
  ApplyProblem,
  ConvergePlan,
  PassPlan,
  PassSeen,
  PlannedReplicas,
} from './Pass';
import {
  describeLeftAlone,
  isHealingPaused,
  withoutHealing,
} from './pauseHealing';
import { findStuckSets } from './findStuckSets';
import { isStale } from './isStale';
import { planObjects } from './planObjects';
import { planReplicas } from './planReplicas';
import { findContested, findContestedScale } from './repairs';

/** What one pass over a model has to do, by what was asked and seen. */
export function planPass(
  model: StoredModel,
  seen: PassSeen,
  now: Date,
): PassPlan {
  return model.deletionRequestedAt
    ? planDeletion(model, seen)
    : planConvergence(model, seen, now);
}

function planDeletion(
  model: StoredModel,
  { cluster, known }: PassSeen,
): PassPlan {
  if (!cluster) {
    return delay(
      'ClusterNotConfigured',
      `Cluster ${model.cluster} is not configured any more, so its objects cannot be removed`,
    );
  }
  return known.facts && !known.reachable
    ? delay('DeletionDelayed', known.message ?? 'The cluster does not answer')
    : { kind: model.deletionPolicy ?? 'remove' };
}

function delay(code: string, message: string): PassPlan {
  return { kind: 'delayRemoval', reason: { code, message } };
}

// Nothing is applied before the cluster was looked at: what is there already
// would be taken for missing
function planConvergence(
  model: StoredModel,
  seen: PassSeen,
  now: Date,
): PassPlan {
  const { cluster, known } = seen;
  if (!cluster || !known.facts) {
    return { kind: 'wait', why: `Cluster ${model.cluster} was not seen yet` };
  }
  if (!known.reachable) {
    return {
      kind: 'wait',
      why: known.message ?? 'The cluster does not answer',
    };
  }
  const { installationId } = cluster;
  const facts = known.facts;
  const manifests = buildManifests(
    toDesiredContext(model, { installationId, cluster, facts }),
  );
  return planChanges(manifests, model, { seen, now });
}

function planChanges(
  manifests: Manifest[],
  model: StoredModel,
  { seen, now }: { seen: PassSeen; now: Date },
): ConvergePlan {
  const whole = planObjects({
    manifests,
    applied: model.applied,
    observed: seen.observation,
    generation: model.generation,
    ownSecret: ownSecretOf(model),
  });
  const { plan, leftAlone } = isHealingPaused(model, now)
    ? withoutHealing(whole, model.applied)
    : { plan: whole, leftAlone: [] };
  const { prune } = plan;
  const contested = findContested(plan.apply, model.heals, now);
  const apply = plan.apply.filter(one => !contested.planned.includes(one));
  const scale = planScale(model, seen, now);
  return {
    kind: 'converge',
    prune,
    apply,
    replicas: scale.replicas,
    ...planResize(seen, {
      isChanging: apply.length > 0 || scale.replicas.set !== undefined,
    }),
    contested: [...contested.problems, ...scale.contested],
    leftAlone: describeLeftAlone(leftAlone, scale.isLeftAlone),
    deployment: findDeployment(manifests),
    ...planTakeOver(model, manifests),
  };
}

function planScale(
  model: StoredModel,
  { observation }: PassSeen,
  now: Date,
): {
  replicas: PlannedReplicas;
  contested: ApplyProblem[];
  isLeftAlone: boolean;
} {
  const asked = {
    desiredState: model.spec.desired_state ?? ('running' as const),
    scaling: model.resolved.scaling,
    last: model.lastReplicas,
  };
  const initial = planReplicas({ ...asked, present: undefined }) ?? 0;
  const isSettled = model.observedGeneration === model.generation;
  const made = model.applied.find(({ kind }) => kind === 'Deployment');
  const seen = observation?.model.deployment?.wantedReplicas;
  // what was seen may be older than what we ourselves have set
  const present =
    made?.replicas !== undefined && isStale(observation, model.applied, now)
      ? made.replicas
      : seen;
  const set =
    made && present !== undefined
      ? planReplicas({ ...asked, present })
      : undefined;
  const isForeign = isSettled && set !== undefined;
  const isLeftAlone = isForeign && isHealingPaused(model, now);
  const contested =
    isForeign && !isLeftAlone ? findContestedScale(model, now) : undefined;
  return {
    replicas: {
      set: contested || isLeftAlone ? undefined : set,
      initial,
      isSettled,
    },
    contested: contested ? [contested] : [],
    isLeftAlone,
  };
}

// What is about to be written is seen by the controller first
function planResize(
  { observation }: PassSeen,
  { isChanging }: { isChanging: boolean },
): Pick<ConvergePlan, 'resize'> {
  const deployment = observation?.model.deployment;
  const sets = deployment && !isChanging ? findStuckSets(deployment) : [];
  return deployment && sets.length > 0
    ? { resize: { sets, replicas: deployment.wantedReplicas } }
    : {};
}

// Until its first generation is applied, what was there may be nobody's yet
function planTakeOver(
  { origin, observedGeneration, generation }: StoredModel,
  manifests: Manifest[],
): Pick<ConvergePlan, 'takeOver'> {
  return origin && observedGeneration < generation
    ? { takeOver: { origin, manifests } }
    : {};
}

function ownSecretOf({ resolved: { token } }: StoredModel) {
  return token.kind === 'own' ? token.secretName : undefined;
}
