import type {
  PlanWarning,
  QuotaLimits,
  QuotaUse,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Knex } from 'knex';
import type { DatabaseObservations } from '../../database/DatabaseObservations';
import type { DatabaseQuotas } from '../../database/DatabaseQuotas';
import type { Amounts, ClusterFacts } from '../../domain/facts/ClusterFacts';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { computePodRequests } from '../../domain/placement/podRequests';
import type { PlacedPodSpec } from '../../domain/placement/toReplica';
import { assessNamespaceQuotas } from '../../domain/namespaces/assessNamespaceQuotas';
import { assessQuota } from '../../domain/quota/assessQuota';
import {
  chooseQuota,
  type ChosenQuota,
  type QuotaConfig,
} from '../../domain/quota/chooseQuota';
import { computeModelUse } from '../../domain/quota/computeModelUse';
import { describeExcess } from '../../domain/quota/describeExcess';
import type { ModelUse } from '../../domain/quota/ModelUse';
import { raisesUse } from '../../domain/quota/raisesUse';
import { quotaExceeded } from '../errors';

/** What a model takes of every quota that it counts against. */
export type QuotaVerdict = {
  rows: QuotaUse[];
  warnings: PlanWarning[];
  /** Nothing of the model runs and it is to: the API server's word counts. */
  clusterDecides: boolean;
  /** Its organization has limits, which others may reach meanwhile. */
  isLimited: boolean;
};

/** What is used already, as it was at one moment. */
export type CountedUse = {
  own: ChosenQuota & { others: ModelUse[]; before?: ModelUse };
  /** Of the model itself. */
  pods: Amounts[];
  /** Its pods are not known by its id. */
  isStranger: boolean;
};

/** Holds models to what their organization and their namespace may use. */
export class QuotaAssessor {
  constructor(
    private readonly options: {
      config: QuotaConfig;
      quotas: DatabaseQuotas;
      observations: DatabaseObservations;
    },
  ) {}

  /**
   * Counts what is used now, of which a model would take more.
   *
   * @param options - `ownPods`: what runs of it, where that is not known by its
   * id; `newcomer`: the organization did not have it before
   */
  async count(
    model: StoredModel,
    {
      newcomer = false,
      ownPods,
    }: { newcomer?: boolean; ownPods?: Amounts[] } = {},
  ): Promise<CountedUse> {
    const [own, pods] = await Promise.all([
      this.choose(model.organizationId).then(chosen =>
        this.#countOwn(model, { newcomer, chosen }),
      ),
      ownPods ?? this.#readPods(model),
    ]);
    return { own, pods, isStranger: ownPods !== undefined };
  }

  /**
   * Refuses a model that goes over its organization's quota, in the transaction
   * that stores it: nobody else can take what is left until that is over.
   *
   * @remarks What raises no use waits for nobody, nor does who has no limits.
   * @throws `QuotaExceeded` with the numbers
   */
  async hold(
    trx: Knex.Transaction,
    model: StoredModel,
    { newcomer = false }: { newcomer?: boolean } = {},
  ): Promise<void> {
    const { quotas } = this.options;
    const before = newcomer ? undefined : await this.#readBefore(model, trx);
    if (before && !raisesUse(before, computeModelUse(model))) {
      return;
    }
    if (hasLimits(await this.choose(model.organizationId, trx))) {
      const override = await quotas.lock(trx, model.organizationId);
      const chosen = this.#choose(model.organizationId, override);
      const own = await this.#countOwn(model, { newcomer, trx, chosen });
      refuse(assessQuota({ ...own, wanted: computeModelUse(model) }).exceeded);
    }
  }

  /** The limits that hold for an organization now. */
  async choose(organizationId: string, trx?: Knex): Promise<ChosenQuota> {
    return this.#choose(
      organizationId,
      await this.options.quotas.readOverride(organizationId, trx),
    );
  }

  #choose(organizationId: string, override: QuotaLimits | undefined) {
    const { config } = this.options;
    return chooseQuota(organizationId, { config, override });
  }

  // Who has no limits is not counted
  async #countOwn(
    model: StoredModel,
    options: { newcomer: boolean; chosen: ChosenQuota; trx?: Knex },
  ): Promise<CountedUse['own']> {
    const { quotas } = this.options;
    const { organizationId, id } = model;
    const { newcomer, chosen, trx } = options;
    return hasLimits(chosen)
      ? {
          ...chosen,
          others: await quotas.sumUse(organizationId, { apartFrom: id, trx }),
          before: newcomer ? undefined : await this.#readBefore(model, trx),
        }
      : { ...chosen, others: [] };
  }

  // Of a new model nothing was stored, and nothing runs
  async #readBefore({ id, generation }: StoredModel, trx?: Knex) {
    return generation === 1 ? undefined : this.options.quotas.readUse(id, trx);
  }

  async #readPods({ id, generation }: StoredModel): Promise<Amounts[]> {
    if (generation === 1) {
      return [];
    }
    const seen = await this.options.observations.read(id);
    return (seen?.observation.model.pods ?? [])
      .filter(({ phase }) => !['Succeeded', 'Failed'].includes(phase))
      .map(({ requests }) => requests);
  }
}

/**
 * Says what a model would take beside what is used.
 *
 * @param options - `pod`: what the API server made of a pod of the template,
 * sidecars included, which ResourceQuotas count
 * @throws `QuotaExceeded` with the numbers
 */
export function judgeQuota(
  model: StoredModel,
  {
    counted,
    facts,
    pod,
  }: { counted: CountedUse; facts: ClusterFacts; pod?: PlacedPodSpec },
): QuotaVerdict {
  const own = assessQuota({ ...counted.own, wanted: computeModelUse(model) });
  const stopped = model.spec.desired_state === 'stopped';
  const ofNamespace = assessNamespaceQuotas({
    namespace: model.namespace,
    facts,
    resolved: model.resolved,
    stopped,
    ownPods: counted.pods,
    pod: pod && computePodRequests({ spec: pod }),
  });
  refuse([...own.exceeded, ...ofNamespace.exceeded]);
  return {
    rows: [...own.rows, ...ofNamespace.rows],
    warnings: ofNamespace.most.map(toWarning),
    clusterDecides:
      !counted.isStranger && counted.pods.length === 0 && !stopped,
    isLimited: hasLimits(counted.own),
  };
}

function hasLimits({ hard }: ChosenQuota): boolean {
  return Object.keys(hard).length > 0;
}

function refuse(exceeded: QuotaUse[]) {
  if (exceeded.length > 0) {
    throw quotaExceeded(describeExcess(exceeded), exceeded);
  }
}

function toWarning({ resource, hard, used, wanted, source }: QuotaUse) {
  return {
    code: 'MaximumOverQuota',
    field: 'deployment_config.autoscaling_config.max_replicas',
    message: `comes to ${wanted} ${resource}, and the ${source} allows ${hard}, of which ${used} are used`,
  };
}
