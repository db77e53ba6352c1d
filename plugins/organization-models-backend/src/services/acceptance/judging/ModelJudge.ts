import type {
  Fit,
  PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { findDeployment } from '../../../domain/desired/findDeployment';
import type { ClusterFacts } from '../../../domain/facts/ClusterFacts';
import type { PodFacts } from '../../../domain/facts/ObservedModel';
import type { ReplicaVolume } from '../../../domain/facts/Replica';
import type {
  DesiredContext,
  Manifest,
} from '../../../domain/facts/ResolvedModel';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import { computePodRequests } from '../../../domain/placement/podRequests';
import { templateOf } from '../../../domain/placement/podTemplate';
import { findAdditions } from '../../../domain/placement/telling/findAdditions';
import type { PlacedPodSpec } from '../../../domain/placement/toReplica';
import { admittedRequests } from '../../../domain/quota/admittedRequests';
import {
  judgeQuota,
  type QuotaAssessor,
  type QuotaVerdict,
} from '../../quota/QuotaAssessor';
import type { ClusterGateway } from '../ClusterGateway';
import { inOrder } from '../inOrder';
import type { PlannedCluster } from '../PlannedCluster';
import type { ClusterTrials, Tried } from '../trying/ClusterTrials';
import type { FitAssessor } from './FitAssessor';

/** What runs already, and by which id it is not known. */
export type Adopted = {
  /** Where they are not those of the model itself. */
  pods?: PodFacts[];
  /** It stays as it is, and runs whether there would be room or not. */
  asItWas: boolean;
};

export type Judgement = {
  fit: Fit;
  quota: QuotaVerdict;
  tried: Tried;
  /** With what the cluster makes of its pods. */
  model: StoredModel;
  warnings: PlanWarning[];
};

/**
 * Fit and quota by arithmetic, while the API server tries the objects and a
 * pod: all at once, since it takes its time. Where the pod that it made is
 * another one than the template says, both are judged again.
 */
export class ModelJudge {
  constructor(
    private readonly options: {
      fit: FitAssessor;
      quota: QuotaAssessor;
      trials: ClusterTrials;
      gateway: Pick<ClusterGateway, 'untilSent'>;
    },
  ) {}

  /** @throws the refusal with its numbers */
  async judge(
    model: StoredModel,
    options: {
      cluster: PlannedCluster;
      facts: ClusterFacts;
      before?: StoredModel;
      adopted?: Adopted;
      dryRun: boolean;
      /** Rejects where its name is taken. */
      free?: Promise<void>;
      context: DesiredContext;
      manifests: Manifest[];
      volumes: ReplicaVolume[];
    },
  ): Promise<Judgement> {
    const { manifests, facts } = options;
    const { fit, trials, gateway } = this.options;
    const deployment = findDeployment(manifests);
    const question = { ...options, deployment };
    // What is computed before that keeps the API server waiting
    const sent = gateway.untilSent();
    const fitting = sent.then(() => fit.assess(model, question));
    const counting = this.#countUse(model, options);
    const judgingQuota = counting.then(counted =>
      judgeQuota(model, { counted, facts }),
    );
    const free = options.free ?? Promise.resolve();
    const judged = inOrder(free, fitting, judgingQuota);
    judged.catch(() => undefined);
    const trying = trials.try(model, manifests, { ...options, judged });
    const [ofTemplate, tried, quotaOfTemplate, counted] = await inOrder(
      fitting,
      trying,
      judgingQuota,
      counting,
    );
    const { pod } = tried;
    if (!pod) {
      return toJudgement(ofTemplate, { model, tried, quota: quotaOfTemplate });
    }
    const additions = findAdditions(templateOf(deployment), pod);
    const added = additions.at(0)?.message;
    const ofPod = await fit.assessPod(model, { ...question, pod, added });
    const admitted = withAdmitted(model, pod);
    const quota = judgeQuota(admitted, { counted, facts, pod });
    return toJudgement(ofPod ?? ofTemplate, {
      ...{ model: admitted, tried, quota, additions },
    });
  }

  #countUse(
    model: StoredModel,
    { before, adopted }: { before?: StoredModel; adopted?: Adopted },
  ) {
    return this.options.quota.count(model, {
      newcomer: before && before.organizationId !== model.organizationId,
      ownPods: adopted?.pods?.map(({ requests }) => requests),
    });
  }
}

function toJudgement(
  { fit, warnings }: { fit: Fit; warnings: PlanWarning[] },
  {
    additions = [],
    ...found
  }: Pick<Judgement, 'model' | 'tried' | 'quota'> & {
    additions?: PlanWarning[];
  },
): Judgement {
  return {
    ...{ ...found, fit },
    warnings: [...additions, ...warnings, ...found.quota.warnings],
  };
}

function withAdmitted(model: StoredModel, pod: PlacedPodSpec): StoredModel {
  const requests = computePodRequests({ spec: pod });
  const admitted = admittedRequests(model.resolved, requests);
  return { ...model, resolved: { ...model.resolved, admitted } };
}
