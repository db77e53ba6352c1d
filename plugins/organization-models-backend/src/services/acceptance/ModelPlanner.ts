import { setImmediate as turn } from 'node:timers/promises';
import type {
  Plan,
  PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { DatabaseClusterFacts } from '../../database/DatabaseClusterFacts';
import { buildManifests } from '../../domain/desired/buildManifests';
import { buildProbePod } from '../../domain/desired/pod/buildProbePod';
import { findDeployment } from '../../domain/desired/findDeployment';
import type { ClusterFacts } from '../../domain/facts/ClusterFacts';
import type {
  DesiredContext,
  Manifest,
  PodSettings,
} from '../../domain/facts/ResolvedModel';
import type { PodFacts } from '../../domain/facts/ObservedModel';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { toDesiredContext } from '../../domain/desired/toDesiredContext';
import type { NamespaceConfig } from '../../domain/namespaces/namespaceOf';
import type { NetworkRules } from '../../domain/namespaces/OrganizationNamespace';
import { findAdditions } from '../../domain/placement/telling/findAdditions';
import { computePodRequests } from '../../domain/placement/podRequests';
import type { PlacedPodSpec } from '../../domain/placement/toReplica';
import { hashPlan } from '../../domain/plan/hashPlan';
import { toPlannedObjects, toRestarts } from '../../domain/plan/plannedObjects';
import type { Trial } from '../../domain/plan/Trial';
import { admittedRequests } from '../../domain/quota/admittedRequests';
import { assessReadiness } from '../../domain/readiness/assessReadiness';
import type { ClusterGateway } from './ClusterGateway';
import { type FitAssessor, templateOf } from './FitAssessor';
import { inOrder } from './inOrder';
import { judgeMounting, type Mounting } from './judgeMounting';
import type { NamespacePreparer, TrialPlace } from './NamespacePreparer';
import { judgeQuota, type QuotaAssessor } from '../quota/QuotaAssessor';
import { refuseForeignClaim } from './refuseForeignClaim';
import { refuseOwnClaim, type SharedClaims } from './SharedClaims';
import { refuseTrials } from './refuseTrials';
import { ModelApiError, clusterUnavailable } from '../errors';
import { toModel } from '../models/toModel';
import type { ModelCosts } from '../usage/ModelCosts';
import { tellDoubts } from './tellDoubts';

/** What planning has to know of a configured cluster. */
export type PlannedCluster = NamespaceConfig & {
  name: string;
  network: NetworkRules;
  requiredComponents: string[];
  serviceMonitorLabels: Record<string, string>;
  storageClass: string | undefined;
  sharedStorageClasses: string[];
  pods: PodSettings;
};

/** What runs already, and by which id it is not known. */
export type Adopted = {
  /** Where they are not those of the model itself. */
  pods?: PodFacts[];
  /** It stays as it is, and runs whether there would be room or not. */
  asItWas: boolean;
};

/** A plan, and the model with what the cluster makes of its pods. */
export type Planned = {
  plan: Plan;
  model: StoredModel;
  /** Its organization has limits, which others may reach before it is stored. */
  isLimited: boolean;
};

/**
 * Says what accepting a model would do: checks by arithmetic, from known facts,
 * and by the API server's own word.
 *
 * @throws the refusal with its numbers, when it cannot be accepted
 */
export class ModelPlanner {
  constructor(
    private readonly options: {
      installationId: string;
      clusterFacts: DatabaseClusterFacts;
      fit: FitAssessor;
      quota: QuotaAssessor;
      claims: SharedClaims;
      namespaces: NamespacePreparer;
      gateway: ClusterGateway;
      costs: Pick<ModelCosts, 'plan'>;
    },
  ) {}

  /** Facts of a cluster that answers now. */
  async readFacts(cluster: string): Promise<ClusterFacts> {
    const known = await this.options.clusterFacts.read(cluster);
    if (!known.facts || !known.reachable) {
      throw clusterUnavailable(
        cluster,
        known.message ?? 'it has not answered yet',
      );
    }
    return known.facts;
  }

  /** Does what may be refused for want of room in a cluster. */
  tellingDoubts<T>(cluster: string, work: () => Promise<T>): Promise<T> {
    const { clusterFacts } = this.options;
    return tellDoubts(() => clusterFacts.read(cluster), work);
  }

  /**
   * @param options - `before`: the model as it is stored, when it is to be
   * changed; `dryRun`: nothing may be made in the cluster
   */
  async plan(
    model: StoredModel,
    options: {
      cluster: PlannedCluster;
      facts: ClusterFacts;
      warnings: PlanWarning[];
      before?: StoredModel;
      adopted?: Adopted;
      dryRun: boolean;
    },
  ): Promise<Planned> {
    const { cluster, facts, before, adopted } = options;
    refuseMissing(model, cluster, facts);
    refuseOwnClaim(model);
    const { gateway } = this.options;
    const [, mounting] = await inOrder(
      refuseForeignClaim(model, gateway),
      judgeMounting(model, { gateway, facts }),
    );
    const context = this.contextOf(model, cluster, facts);
    const manifests = buildManifests(context);
    const claims = this.options.claims.warn(model);
    claims.catch(() => undefined);
    const judged = await this.#judge(model, {
      ...options,
      ...{ context, manifests, volumes: mounting.volumes },
    });
    const { trials, quota } = judged;
    refuseTrials(model, trials, quota);
    const objects = toPlannedObjects(manifests, { before, trials });
    const plan: Plan = {
      model: toModel(model),
      objects,
      restarts: toRestarts(
        objects,
        adopted?.pods?.length ?? before?.replicas.desired,
      ),
      fit: judged.fit,
      quota: quota.rows,
      cost: this.options.costs.plan(model),
      warnings: [
        ...options.warnings,
        ...mounting.warnings,
        ...judged.warnings,
        ...(await claims),
        ...trialWarnings(trials),
      ],
      plan_hash: hashPlan({
        organizationId: model.organizationId,
        baseGeneration: before?.generation ?? 0,
        modelId: model.id,
        spec: model.spec,
        resolved: model.resolved,
        manifests,
        objects,
      }),
    };
    return { plan, model: judged.model, isLimited: quota.isLimited };
  }

  /**
   * Fit and quota by arithmetic, while the API server tries the objects and a
   * pod: all at once, since it takes its time. Where the pod that it made is
   * another one than the template says, both are judged again.
   */
  async #judge(
    model: StoredModel,
    options: {
      cluster: PlannedCluster;
      facts: ClusterFacts;
      before?: StoredModel;
      adopted?: Adopted;
      dryRun: boolean;
      context: DesiredContext;
      manifests: Manifest[];
      volumes: Mounting['volumes'];
    },
  ) {
    const { context, manifests, facts, before, adopted } = options;
    const deployment = findDeployment(manifests);
    const { volumes } = options;
    const question = { context, deployment, facts, volumes, adopted };
    const sent = untilSent();
    const fitting = sent.then(() => this.options.fit.assess(model, question));
    const newcomer = before && before.organizationId !== model.organizationId;
    const ownPods = adopted?.pods?.map(({ requests }) => requests);
    const counting = this.options.quota.count(model, { newcomer, ownPods });
    const judging = counting.then(counted => ({
      counted,
      ofTemplate: judgeQuota(model, { counted, facts }),
    }));
    const judged = inOrder(fitting, judging);
    judged.catch(() => undefined);
    const trying = this.#try(model, [...manifests, buildProbePod(deployment)], {
      ...options,
      judged,
    });
    const [template, { place, trials }, { counted, ofTemplate }] =
      await inOrder(fitting, trying, judging);
    const pod = podOf(trials);
    const additions = additionsOf(deployment, pod);
    const added = additions.at(0)?.message;
    const { fit, warnings } =
      (await this.options.fit.assessPod(model, { ...question, pod, added })) ??
      template;
    const admitted = pod ? withAdmitted(model, pod) : model;
    const quota = pod
      ? judgeQuota(admitted, { counted, facts, pod })
      : ofTemplate;
    return {
      ...{ trials, fit, quota, model: admitted },
      warnings: [
        ...additions,
        ...warnings,
        ...quota.warnings,
        ...place.warnings,
      ],
    };
  }

  async #try(
    model: StoredModel,
    manifests: Manifest[],
    options: {
      cluster: PlannedCluster;
      facts: ClusterFacts;
      dryRun: boolean;
      judged: Promise<unknown>;
    },
  ): Promise<{ place: TrialPlace; trials: Trial[] }> {
    const { gateway, namespaces } = this.options;
    const place = await namespaces.prepare(model, options);
    const trials = await gateway.tryManifests(
      options.cluster.name,
      model.id,
      manifests.map(manifest => inNamespace(manifest, place.namespace)),
      { takesOver: model.origin?.objects },
    );
    return { place, trials };
  }

  contextOf(
    model: StoredModel,
    cluster: PlannedCluster,
    facts: ClusterFacts,
  ): DesiredContext {
    return toDesiredContext(model, {
      installationId: this.options.installationId,
      cluster,
      facts,
    });
  }
}

// An idle connection sends a turn of the process after it is asked to: what is
// computed before that keeps the API server waiting
async function untilSent(): Promise<void> {
  await turn();
  await turn();
}

// The last of what was tried is a pod of the template
function podOf(trials: Trial[]): PlacedPodSpec | undefined {
  const trial = trials.at(-1);
  return trial?.outcome === 'accepted'
    ? (trial.pod as PlacedPodSpec | undefined)
    : undefined;
}

function withAdmitted(model: StoredModel, pod: PlacedPodSpec): StoredModel {
  const requests = computePodRequests({ spec: pod });
  const admitted = admittedRequests(model.resolved, requests);
  return { ...model, resolved: { ...model.resolved, admitted } };
}

function additionsOf(
  deployment: Manifest,
  pod: PlacedPodSpec | undefined,
): PlanWarning[] {
  return pod ? findAdditions(templateOf(deployment), pod) : [];
}

function refuseMissing(
  model: StoredModel,
  cluster: PlannedCluster,
  facts: ClusterFacts,
) {
  const needed = model.resolved.scaling.mode === 'autoscaled' ? ['aibrix'] : [];
  const { blockers } = assessReadiness(facts, {
    requiredComponents: [
      ...new Set([...cluster.requiredComponents, ...needed]),
    ],
  });
  const missing = blockers.find(({ code }) => code === 'MissingCrd');
  if (missing) {
    throw new ModelApiError('NotAllowedError', {
      statusCode: 403,
      code: 'MissingCrd',
      message: [missing.message, missing.hint].filter(Boolean).join('. '),
    });
  }
}

function inNamespace(manifest: Manifest, namespace: string): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

function trialWarnings(trials: Trial[]): PlanWarning[] {
  return trials.flatMap(trial =>
    trial.outcome === 'unknown'
      ? [{ code: 'NotTried', message: trial.message }]
      : [],
  );
}
