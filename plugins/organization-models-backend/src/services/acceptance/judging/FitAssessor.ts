import type {
  Fit,
  PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { isDeepStrictEqual } from 'node:util';
import type { DatabaseClusterFacts } from '../../../database/facts/DatabaseClusterFacts';
import type { DatabaseClusterModels } from '../../../database/models/DatabaseClusterModels';
import type { DatabaseModels } from '../../../database/models/DatabaseModels';
import type { DatabaseObservations } from '../../../database/DatabaseObservations';
import type { ClusterFacts } from '../../../domain/facts/ClusterFacts';
import type { PodFacts } from '../../../domain/facts/ObservedModel';
import { leastReplicas } from '../../../domain/facts/replicaCounts';
import type { Replica, ReplicaVolume } from '../../../domain/facts/Replica';
import type {
  DesiredContext,
  Manifest,
} from '../../../domain/facts/ResolvedModel';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import { assessFit } from '../../../domain/placement/assessFit';
import type { Credit } from '../../../domain/placement/NodeRoom';
import {
  podLabelsOf,
  templateReplica,
} from '../../../domain/placement/podTemplate';
import {
  type PlacedPodSpec,
  toReplica,
} from '../../../domain/placement/toReplica';
import { AcceptedReplicas } from './AcceptedReplicas';
import {
  doubtWarnings,
  insufficient,
  maximumWarnings,
  toFit,
  toStillFit,
  toVerdict,
} from './fitAnswers';

/** An answer, and what it is not sure of. */
export type FitJudgement = { fit: Fit; warnings: PlanWarning[] };

/** Of which model's pods it is asked, and in what cluster. */
type Question = {
  /** What the model's manifests are made of. */
  context: DesiredContext;
  /** The one of them that has pods. */
  deployment: Manifest;
  facts: ClusterFacts;
  volumes: ReplicaVolume[];
  /** Pods that are there, of what is to be a model. */
  adopted?: { pods?: PodFacts[]; asItWas: boolean };
};

/** Says whether there is room for a model, from what is known. */
export class FitAssessor {
  readonly #accepted: AcceptedReplicas;

  constructor(
    private readonly options: {
      clusterModels: DatabaseClusterModels;
      models: DatabaseModels;
      observations: DatabaseObservations;
      clusterFacts: Pick<DatabaseClusterFacts, 'read'>;
    },
  ) {
    this.#accepted = new AcceptedReplicas(options);
  }

  /**
   * @returns the answer, and what it is not sure of
   * @throws `InsufficientClusterResources` with the numbers
   */
  async assess(model: StoredModel, question: Question): Promise<FitJudgement> {
    return this.#judge(model, {
      ...question,
      replica: templateReplica(question.deployment, question),
    });
  }

  /**
   * The same for what the API server made of a pod of the template.
   *
   * @returns `undefined` where that takes and asks for the same
   */
  async assessPod(
    model: StoredModel,
    options: Question & {
      pod: PlacedPodSpec | undefined;
      /** What the cluster adds to the template, in a sentence. */
      added?: string;
    },
  ): Promise<FitJudgement | undefined> {
    const { deployment, pod } = options;
    const replica =
      pod && toReplica(pod, { ...options, labels: podLabelsOf(deployment) });
    return replica && !isAlike(replica, templateReplica(deployment, options))
      ? this.#judge(model, { ...options, replica })
      : undefined;
  }

  async #judge(
    model: StoredModel,
    options: Question & { replica: Replica; added?: string },
  ): Promise<FitJudgement> {
    const { context, replica, adopted } = options;
    const replicas = leastReplicas(model.resolved.scaling);
    // Whatever is tried later as a first generation has another id
    if (model.generation === 1) {
      this.#accepted.remember(model, { replica, count: replicas });
    }
    const accepted = await this.#accepted.readBeside(model, context);
    // Pods that were seen since then are counted there, and nowhere else
    const { facts = options.facts } = await this.options.clusterFacts.read(
      model.cluster,
    );
    const answer = assessFit({
      nodes: facts.nodes,
      replica,
      identity: {
        modelId: model.id,
        namespace: model.namespace,
        labels: podLabelsOf(options.deployment),
      },
      replicas,
      pending: [...(facts.pending ?? []), ...accepted],
      credited: toCredits(adopted?.pods ?? (await this.#readPods(model))),
      deviceClasses: facts.deviceClasses,
    });
    if (adopted?.asItWas) {
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

  async #readPods({ id, generation }: StoredModel): Promise<PodFacts[]> {
    if (generation === 1) {
      return [];
    }
    const seen = await this.options.observations.read(id);
    return seen?.observation.model.pods ?? [];
  }
}

// What the model's own pods, about to be replaced, give back
function toCredits(pods: PodFacts[]): Credit[] {
  return pods.flatMap(pod =>
    pod.node && !['Succeeded', 'Failed'].includes(pod.phase)
      ? [{ node: pod.node, amounts: pod.requests }]
      : [],
  );
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
