import type {
  Fit,
  PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { LRUCache } from 'lru-cache';
import { isDeepStrictEqual } from 'node:util';
import type { DatabaseModels } from '../../database/DatabaseModels';
import type { DatabaseObservations } from '../../database/DatabaseObservations';
import { buildManifests } from '../../domain/desired/buildManifests';
import { findDeployment } from '../../domain/desired/findDeployment';
import type { ClusterFacts } from '../../domain/facts/ClusterFacts';
import type {
  DesiredContext,
  Manifest,
} from '../../domain/facts/ResolvedModel';
import { leastReplicas, mostReplicas } from '../../domain/facts/replicaCounts';
import type { PodFacts } from '../../domain/facts/ObservedModel';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { assessFit, type FitAnswer } from '../../domain/placement/assessFit';
import type { Credit } from '../../domain/placement/NodeRoom';
import { mergeAlike } from '../../domain/placement/mergeAlike';
import type { PendingReplicas } from '../../domain/facts/Replica';
import type { Replica, ReplicaVolume } from '../../domain/facts/Replica';
import {
  type PlacedPodSpec,
  toReplica,
} from '../../domain/placement/toReplica';
import { ModelApiError } from '../errors';

/** Accepted models whose replicas are remembered. */
const REMEMBERED = 5_000;

/** Pods that are there, of what is to be a model. */
type AdoptedPods = { pods?: PodFacts[]; asItWas: boolean };

/** An answer, and what it is not sure of. */
export type FitJudgement = { fit: Fit; warnings: PlanWarning[] };

/** Says whether there is room for a model, from what is known. */
export class FitAssessor {
  // A generation's replicas never change, and each POST counts those of all
  // models that were accepted shortly before
  readonly #accepted = new LRUCache<string, PendingReplicas>({
    max: REMEMBERED,
  });

  constructor(
    private readonly options: {
      models: DatabaseModels;
      observations: DatabaseObservations;
    },
  ) {}

  /**
   * @param options - `context`: what the model's manifests are made of;
   * `deployment`: the one of them that has pods
   * @returns the answer, and what it is not sure of
   * @throws `InsufficientClusterResources` with the numbers
   */
  async assess(
    model: StoredModel,
    options: {
      context: DesiredContext;
      deployment: Manifest;
      facts: ClusterFacts;
      volumes: ReplicaVolume[];
      adopted?: AdoptedPods;
    },
  ): Promise<FitJudgement> {
    return this.#judge(model, {
      ...options,
      replica: toReplicaOf(options.deployment, options),
    });
  }

  /**
   * The same for what the API server made of a pod of the template.
   *
   * @returns `undefined` where that takes and asks for the same
   */
  async assessPod(
    model: StoredModel,
    options: {
      context: DesiredContext;
      deployment: Manifest;
      facts: ClusterFacts;
      volumes: ReplicaVolume[];
      adopted?: AdoptedPods;
      pod: PlacedPodSpec | undefined;
      /** What the cluster adds to the template, in a sentence. */
      added?: string;
    },
  ): Promise<FitJudgement | undefined> {
    const { deployment, pod } = options;
    const replica =
      pod && toReplica(pod, { ...options, labels: labelsOf(deployment) });
    return replica && !isAlike(replica, toReplicaOf(deployment, options))
      ? this.#judge(model, { ...options, replica })
      : undefined;
  }

  async #judge(
    model: StoredModel,
    options: {
      context: DesiredContext;
      deployment: Manifest;
      facts: ClusterFacts;
      replica: Replica;
      adopted?: AdoptedPods;
      added?: string;
    },
  ): Promise<FitJudgement> {
    const { context, facts, replica } = options;
    const replicas = leastReplicas(model.resolved.scaling);
    // Whatever is tried later as a first generation has another id
    if (model.generation === 1) {
      this.#accepted.set(keyOf(model), { replica, count: replicas });
    }
    const answer = assessFit({
      nodes: facts.nodes,
      replica,
      identity: {
        modelId: model.id,
        namespace: model.namespace,
        labels: labelsOf(options.deployment),
      },
      replicas,
      pending: [
        ...(facts.pending ?? []),
        ...(await this.#readAccepted(model, context)),
      ],
      credited: options.adopted?.pods
        ? toCredits(options.adopted.pods)
        : await this.#readCredits(model),
      deviceClasses: facts.deviceClasses,
    });
    if (options.adopted?.asItWas) {
      return {
        fit: toStillFit(answer),
        warnings: maximumWarnings(model, answer),
      };
    }
    const verdict = toVerdict(model, answer);
    if (verdict === 'refused') {
      throw insufficient(answer, options.added);
    }
    const warnings = [
      ...(verdict === 'skipped' ? [] : doubtWarnings(answer)),
      ...maximumWarnings(model, answer),
    ];
    return { fit: toFit(answer, verdict), warnings };
  }

  // Those whose pods are there are in the facts, bound or not
  async #readAccepted(
    model: StoredModel,
    context: DesiredContext,
  ): Promise<PendingReplicas[]> {
    const { models } = this.options;
    const accepted = await models.readWithoutPods(model.cluster);
    const others = accepted.filter(({ id }) => id !== model.id);
    const unknown = others.filter(other => !this.#accepted.has(keyOf(other)));
    if (unknown.length > 0) {
      const read = await models.readByIds(unknown.map(({ id }) => id));
      read.forEach(other => this.#remember(other, context));
    }
    return mergeAlike(
      others.flatMap(other => this.#accepted.get(keyOf(other)) ?? []),
    );
  }

  #remember(model: StoredModel, context: DesiredContext) {
    const { id: modelId, organizationId, createdBy, spec, resolved } = model;
    const manifests = buildManifests({
      ...context,
      modelId,
      organizationId,
      createdBy,
      origin: model.origin,
      spec,
      resolved,
    });
    this.#accepted.set(keyOf(model), {
      replica: toReplicaOf(findDeployment(manifests)),
      count: leastReplicas(resolved.scaling),
    });
  }

  // What the model's own pods, about to be replaced, give back
  async #readCredits({ id, generation }: StoredModel): Promise<Credit[]> {
    if (generation === 1) {
      return [];
    }
    const seen = await this.options.observations.read(id);
    return toCredits(seen?.observation.model.pods ?? []);
  }
}

function toCredits(pods: PodFacts[]): Credit[] {
  return pods.flatMap(pod =>
    pod.node && !['Succeeded', 'Failed'].includes(pod.phase)
      ? [{ node: pod.node, amounts: pod.requests }]
      : [],
  );
}

function keyOf({ id, generation }: Pick<StoredModel, 'id' | 'generation'>) {
  return `${id}/${generation}`;
}

function toReplicaOf(
  deployment: Manifest,
  options?: { volumes: ReplicaVolume[] },
): Replica {
  return toReplica(templateOf(deployment), {
    ...options,
    labels: labelsOf(deployment),
  });
}

function labelsOf(deployment: Manifest): Record<string, string> {
  const { template } = deployment.spec as {
    template: { metadata?: { labels?: Record<string, string> } };
  };
  return template.metadata?.labels ?? {};
}

/** The spec of the pods that a Deployment makes. */
export function templateOf(deployment: Manifest): PlacedPodSpec {
  const { template } = deployment.spec as {
    template: { spec: PlacedPodSpec };
  };
  return template.spec;
}

// The API server gives every pod tolerations, which let it onto no other node
// to begin with
function isAlike(pod: Replica, template: Replica): boolean {
  const { tolerations: a, ...seen } = pod;
  const { tolerations: b, ...known } = template;
  return isDeepStrictEqual(withoutUndefined(seen), withoutUndefined(known));
}

function withoutUndefined(replica: Omit<Replica, 'tolerations'>) {
  return JSON.parse(JSON.stringify(replica));
}

function toVerdict(
  { spec }: StoredModel,
  { verdict, doubts }: FitAnswer,
): Fit['verdict'] | 'refused' {
  const mayWait =
    spec.desired_state === 'stopped' ||
    Boolean(spec.deployment_config?.queue_name);
  if (verdict === 'now' && mayWait) {
    return 'skipped';
  }
  if (doubts.some(({ kind }) => kind === 'resourceClaims')) {
    return 'unknown';
  }
  return verdict === 'fits' || doubts.length > 0 ? verdict : 'refused';
}

function insufficient(answer: FitAnswer, added?: string): ModelApiError {
  return new ModelApiError('InputError', {
    statusCode: 400,
    code: 'InsufficientClusterResources',
    message: [added, answer.explanation, answer.suggestion]
      .filter(Boolean)
      .join(' '),
    details: {
      reason: answer.verdict,
      wanted_replicas: answer.wantedReplicas,
      fitting_replicas: answer.fittingReplicas,
      best_nodes: answer.bestNodes.map(({ node, free, reason }) => ({
        node_name: node,
        free,
        reason,
      })),
      suggestion: answer.suggestion,
    },
  });
}

function toFit(answer: FitAnswer, verdict: Fit['verdict']): Fit {
  return {
    verdict,
    message: answer.explanation,
    wanted_replicas: answer.wantedReplicas,
    fitting_replicas: answer.fittingReplicas,
    best_nodes: answer.bestNodes.map(({ node, free, reason }) => ({
      node_name: node,
      free_gpus: gpusOf(free),
      reason,
    })),
  };
}

// Whether there would be room for a second one of it is nobody's question
function toStillFit(answer: FitAnswer): Fit {
  return {
    ...toFit(answer, 'skipped'),
    message: 'It runs on as it is: no pod has to find a place.',
    best_nodes: [],
  };
}

function doubtWarnings({ doubts, explanation }: FitAnswer): PlanWarning[] {
  return doubts.map(doubt =>
    doubt.kind === 'preemption'
      ? {
          code: 'NeedsPreemption',
          message: `${explanation} It starts only where the scheduler ends pods of a lower priority for it.`,
        }
      : {
          code: 'NeedsResourceClaims',
          message: `${explanation} It starts only where resource claims give it ${doubt.resource}, as the DeviceClass ${doubt.deviceClass} has it: what there is stands in the cluster's ResourceSlices and is not counted here.`,
        },
  );
}

function maximumWarnings(
  { resolved }: StoredModel,
  { verdict, fittingReplicas }: FitAnswer,
): PlanWarning[] {
  const most = mostReplicas(resolved.scaling);
  return fittingReplicas < most && verdict === 'fits'
    ? [
        {
          code: 'MaximumDoesNotFit',
          field: 'deployment_config.autoscaling_config.max_replicas',
          message: `is ${most}, and ${fittingReplicas} replicas fit now`,
        },
      ]
    : [];
}

function gpusOf(free: Record<string, number>): number {
  const extended = Object.keys(free).filter(resource => resource.includes('/'));
  return Math.floor(
    extended.reduce((sum, resource) => sum + free[resource], 0),
  );
}
