import type {
  Plan,
  PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { DatabaseClusterFacts } from '../../database/facts/DatabaseClusterFacts';
import { buildManifests } from '../../domain/desired/buildManifests';
import { toDesiredContext } from '../../domain/desired/toDesiredContext';
import type { ClusterFacts } from '../../domain/facts/ClusterFacts';
import type {
  DesiredContext,
  Manifest,
} from '../../domain/facts/ResolvedModel';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { hashPlan } from '../../domain/plan/hashPlan';
import { toPlannedObjects, toRestarts } from '../../domain/plan/plannedObjects';
import { clusterUnavailable } from '../errors';
import { toModel } from '../models/toModel';
import type { ModelCosts } from '../usage/ModelCosts';
import type { ClusterGateway } from './ClusterGateway';
import { inOrder } from './inOrder';
import { judgeMounting } from './judging/judgeMounting';
import type { Adopted, Judgement, ModelJudge } from './judging/ModelJudge';
import { refuseForeignClaim } from './judging/refuseForeignClaim';
import { refuseMissing } from './judging/refuseMissing';
import { refuseOwnClaim, type SharedClaims } from './judging/SharedClaims';
import { tellDoubts } from './judging/tellDoubts';
import type { PlannedCluster } from './PlannedCluster';
import { refuseTrials } from './trying/refuseTrials';

/** A plan, and the model with what the cluster makes of its pods. */
export type Planned = {
  plan: Plan;
  model: StoredModel;
  /** Its organization has limits, which others may reach before it is stored. */
  isLimited: boolean;
};

type PlanOptions = {
  cluster: PlannedCluster;
  facts: ClusterFacts;
  warnings: PlanWarning[];
  /** The model as it is stored, when it is to be changed. */
  before?: StoredModel;
  adopted?: Adopted;
  /** Nothing may be made in the cluster. */
  dryRun: boolean;
  /** Of a new model: rejects where its name is taken. */
  free?: Promise<void>;
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
      judge: ModelJudge;
      claims: SharedClaims;
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

  async plan(model: StoredModel, options: PlanOptions): Promise<Planned> {
    const { cluster, facts } = options;
    const { judge, claims } = this.options;
    refuseMissing(model, { ...cluster, facts });
    refuseOwnClaim(model);
    const mounting = await this.#judgeMounting(model, facts);
    const context = this.contextOf(model, cluster, facts);
    const manifests = buildManifests(context);
    const mounted = claims.warn(model);
    mounted.catch(() => undefined);
    const judgement = await judge.judge(model, {
      ...{ ...options, ...mounting, context, manifests },
    });
    refuseTrials(model, judgement.tried.trials, judgement.quota);
    const warnings = [
      ...options.warnings,
      ...mounting.warnings,
      ...judgement.warnings,
      ...(await mounted),
      ...judgement.tried.warnings,
    ];
    return {
      plan: this.#toPlan(model, { ...options, manifests, judgement, warnings }),
      model: judgement.model,
      isLimited: judgement.quota.isLimited,
    };
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

  async #judgeMounting(model: StoredModel, facts: ClusterFacts) {
    const { gateway } = this.options;
    const [, mounting] = await inOrder(
      refuseForeignClaim(model, gateway),
      judgeMounting(model, { gateway, facts }),
    );
    return mounting;
  }

  #toPlan(
    model: StoredModel,
    {
      manifests,
      judgement,
      warnings,
      before,
      adopted,
    }: PlanOptions & { manifests: Manifest[]; judgement: Judgement },
  ): Plan {
    const { trials } = judgement.tried;
    const objects = toPlannedObjects(manifests, { before, trials });
    return {
      model: toModel(model),
      objects,
      restarts: toRestarts(
        objects,
        adopted?.pods?.length ?? before?.replicas.desired,
      ),
      fit: judgement.fit,
      quota: judgement.quota.rows,
      cost: this.options.costs.plan(model),
      warnings,
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
  }
}
