import type { DatabaseModels } from '../../database/DatabaseModels';
import type { DatabaseObservations } from '../../database/DatabaseObservations';
import { type ClusterFacts, NO_FACTS } from '../../domain/facts/ClusterFacts';
import type {
  DesiredContext,
  StoredSpec,
} from '../../domain/facts/ResolvedModel';
import { newModelState } from '../../domain/facts/newModelState';
import type { StoredModel } from '../../domain/facts/StoredModel';
import type { RollbackPlan } from '../../domain/plan/planRollback';
import { planTransfer } from '../../domain/plan/planTransfer';
import type { Caller } from '../access/Caller';
import { platformOf } from '../../domain/desired/toDesiredContext';
import { namespaceOf } from '../../domain/namespaces/namespaceOf';
import { clusterUnavailable } from '../errors';
import type { ClusterGateway } from './ClusterGateway';
import type { ModelPlanner, Planned } from './ModelPlanner';
import type { PlannedCluster } from './PlannedCluster';
import type { ModelResolver, Resolution } from './resolving/ModelResolver';
import type { Body } from '../models/ModelService';
import type { NamedSecrets, SecretReference } from './resolving/NamedSecrets';
import { inOrder } from './inOrder';
import { newModelId } from '../newId';
import type { PolicyGuard } from './PolicyGuard';
import { type Asked, parseModelBody } from './parsing/parseModelBody';
import {
  refuseOutdated,
  refuseStorageChange,
  refuseTransfer,
} from './refuseChange';
import { nameTaken } from './trying/refuseTrials';
import { requireCluster } from './requireCluster';
import {
  keepsPods,
  keepsResolved,
  rotatesToken,
  statusAfter,
} from './parsing/specChange';

/** A model as it would be stored, and what storing it would do. */
export type Prepared = Planned & { asked: Asked };

/** Turns what is asked into a model that passed every check; stores nothing. */
export class ModelPreparer {
  constructor(
    private readonly options: {
      models: DatabaseModels;
      observations: DatabaseObservations;
      planner: ModelPlanner;
      resolver: ModelResolver;
      policy: PolicyGuard;
      secrets: NamedSecrets;
      gateway: ClusterGateway;
      /** The first is the default. */
      clusters: PlannedCluster[];
      now(): Date;
    },
  ) {}

  async prepareCreate(
    body: Body,
    caller: Caller,
    options: { dryRun: boolean },
  ): Promise<Prepared> {
    const asked = parseModelBody(body);
    const { policy } = this.options;
    policy.refuseCreate(asked.spec, caller.organizationId);
    const defaults = policy.defaultsOf(caller.organizationId);
    const cluster = this.#clusterOf(asked.spec, { usual: defaults.cluster });
    const facts = await this.options.planner.readFacts(cluster.name);
    return this.options.planner.tellingDoubts(cluster.name, () =>
      this.#prepareNew(asked, caller, { ...options, cluster, facts }),
    );
  }

  async #prepareNew(
    asked: Asked,
    caller: Caller,
    options: { dryRun: boolean; cluster: PlannedCluster; facts: ClusterFacts },
  ): Promise<Prepared> {
    const { policy } = this.options;
    const { cluster, facts } = options;
    const defaults = policy.defaultsOf(caller.organizationId);
    const namespace = namespaceOf(caller.organizationId, cluster);
    const { resolved, warnings } = await this.options.resolver.resolve(
      asked.spec,
      {
        facts,
        image: defaults.image,
        storageClass: cluster.storageClass,
        sharedStorageClasses: cluster.sharedStorageClasses,
        token: asked.token ?? undefined,
        hasOwnToken: false,
        namedSecret: await this.options.secrets.find(asked.spec, {
          organizationId: caller.organizationId,
          namespace,
          cluster: cluster.name,
        }),
      },
    );
    const at = this.options.now().toISOString();
    const model: StoredModel = {
      id: newModelId(),
      organizationId: caller.organizationId,
      cluster: cluster.name,
      namespace,
      name: asked.spec.name,
      createdBy: caller.subject,
      createdAt: at,
      updatedAt: at,
      spec: asked.spec,
      resolved: { ...resolved, platform: platformOf(cluster) },
      onFailure: asked.onFailure && { action: asked.onFailure },
      ...newModelState(at, 'The model was accepted and is deployed next.'),
    };
    policy.refuseResolved(model);
    const { planner } = this.options;
    const planning = planner.plan(model, { ...options, warnings });
    // Read while the API server tries the objects
    const free = this.#refuseTakenName(model);
    const [, planned] = await inOrder(free, planning);
    refuseOutdated(planned.plan, asked.planHash);
    return { ...planned, asked };
  }

  async prepareUpdate(
    before: StoredModel,
    asked: Asked,
    options: { dryRun: boolean },
  ): Promise<Prepared> {
    this.options.policy.refuseUpdate(before, asked);
    const cluster = this.#clusterOf(before.spec, { fixed: before.cluster });
    const facts = await this.options.planner.readFacts(cluster.name);
    return this.options.planner.tellingDoubts(cluster.name, async () => {
      const resolution = await this.#resolveAgain(before, asked, {
        cluster,
        facts,
        namedSecret: keepsPods(before, asked)
          ? undefined
          : await this.options.secrets.find(asked.spec, before),
      });
      return this.#judgeUpdate(before, asked, {
        ...options,
        ...{ cluster, facts, resolution },
      });
    });
  }

  /** An earlier generation, held to everything that holds now. */
  async prepareRollback(
    before: StoredModel,
    rollback: RollbackPlan,
    options: { dryRun: boolean; planHash: string | undefined },
  ): Promise<Prepared> {
    const { spec, ...resolution } = rollback;
    const asked: Asked = { spec, planHash: options.planHash };
    this.options.policy.refuseUpdate(before, asked);
    const cluster = this.#clusterOf(before.spec, { fixed: before.cluster });
    const facts = await this.options.planner.readFacts(cluster.name);
    // Whoever shared a Secret then may have taken it back
    await this.options.secrets.find(spec, before);
    return this.#judgeUpdate(before, asked, {
      ...options,
      ...{ cluster, facts, resolution },
    });
  }

  /** The same model of another organization, held to what holds for that. */
  async prepareTransfer(
    before: StoredModel,
    organizationId: string,
    options: { dryRun: boolean; planHash: string | undefined },
  ): Promise<Prepared> {
    const { spec, name, namespace, resolved } = before;
    const { planner, policy, secrets, gateway } = this.options;
    const cluster = this.#clusterOf(spec, { fixed: before.cluster });
    refuseTransfer(before, { organizationId, cluster });
    const facts = await planner.readFacts(cluster.name);
    await secrets.find(spec, {
      ...{ organizationId, namespace, cluster: cluster.name },
    });
    const { token } = resolved;
    const secret =
      token.kind === 'own'
        ? await gateway.readIdentity(cluster.name, {
            ...{ kind: 'Secret', namespace, name: token.secretName },
          })
        : undefined;
    const model: StoredModel = {
      ...this.#next(before, { spec }, resolved, 'updating'),
      organizationId,
      origin: planTransfer(
        before,
        secret && token.kind === 'own'
          ? [{ kind: 'Secret', name: token.secretName, uid: secret.uid }]
          : [],
      ),
    };
    policy.refuseResolved(model);
    const planned = await planner.plan(model, {
      ...{ before, cluster, facts, dryRun: options.dryRun },
      adopted: { asItWas: true },
      warnings: [
        {
          code: 'UsageStays',
          message: `What ${name} used until now stays with ${before.organizationId}; whoever called it with keys of that organization cannot any more, and what its people may do ends`,
        },
      ],
    });
    refuseOutdated(planned.plan, options.planHash);
    return { ...planned, asked: { spec } };
  }

  async #judgeUpdate(
    before: StoredModel,
    asked: Asked,
    options: {
      dryRun: boolean;
      cluster: PlannedCluster;
      facts: ClusterFacts;
      resolution: Resolution;
    },
  ): Promise<Prepared> {
    const { resolved, warnings } = options.resolution;
    refuseStorageChange(before, resolved.storage);
    const model = this.#next(before, asked, resolved, 'updating');
    this.options.policy.refuseResolved(model, { before, asked });
    const planned = await this.options.planner.plan(model, {
      ...options,
      warnings,
      before,
    });
    refuseOutdated(planned.plan, asked.planHash);
    return { ...planned, asked };
  }

  /** The next generation of what needs no checks. */
  async prepareUnchecked(
    before: StoredModel,
    asked: Asked,
  ): Promise<StoredModel> {
    this.options.policy.refuseUpdate(before, asked);
    if (rotatesToken(before, asked)) {
      await this.options.resolver.refuseToken(asked.spec, asked.token!);
    }
    const status = statusAfter(before, asked);
    return this.#next(before, asked, before.resolved, status);
  }

  /** For objects that depend on no fact of the cluster. */
  contextOf(model: StoredModel): DesiredContext {
    const cluster = this.#clusterOf(model.spec, { fixed: model.cluster });
    return this.options.planner.contextOf(model, cluster, NO_FACTS);
  }

  // Starting again what was stopped must not change what it is
  async #resolveAgain(
    before: StoredModel,
    asked: Asked,
    context: {
      cluster: PlannedCluster;
      facts: ClusterFacts;
      namedSecret: SecretReference | undefined;
    },
  ): Promise<Resolution> {
    const { cluster, ...others } = context;
    const { storageClass, sharedStorageClasses } = cluster;
    const keeps = keepsResolved(before, asked);
    const present = platformOf(cluster);
    const platform = keeps ? before.resolved.platform ?? present : present;
    const resolution = keeps
      ? { resolved: before.resolved, warnings: [] }
      : await this.options.resolver.resolve(asked.spec, {
          ...{ ...others, storageClass, sharedStorageClasses },
          image: this.options.policy.defaultsOf(before.organizationId).image,
          storedStorage: before.resolved.storage,
          token: asked.token ?? undefined,
          hasOwnToken:
            before.resolved.token.kind === 'own' && asked.token !== null,
        });
    const restartedBy = asked.restart
      ? before.generation + 1
      : before.resolved.restartedBy;
    return {
      ...resolution,
      resolved: { ...resolution.resolved, platform, restartedBy },
    };
  }

  #next(
    before: StoredModel,
    { spec, onFailure }: Pick<Asked, 'spec' | 'onFailure'>,
    resolved: StoredModel['resolved'],
    status: StoredModel['status'],
  ): StoredModel {
    const at = this.options.now().toISOString();
    return {
      ...before,
      spec,
      resolved,
      onFailure: onFailure && { action: onFailure },
      status,
      // What was wrong with the generation before is no reason of this one
      statusReason:
        status === before.status && status !== 'updating'
          ? before.statusReason
          : {
              code: 'Accepted',
              message: 'The change was accepted and is applied next.',
              observed_at: at,
            },
      generation: before.generation + 1,
      updatedAt: at,
    };
  }

  #clusterOf(
    spec: StoredSpec,
    { fixed, usual }: { fixed?: string; usual?: string },
  ): PlannedCluster {
    const { clusters } = this.options;
    const isGone =
      fixed !== undefined && clusters.every(({ name }) => name !== fixed);
    if (isGone && clusters.length > 0) {
      throw clusterUnavailable(fixed, 'it is not configured any more');
    }
    const wanted = fixed ?? spec.deployment_config?.cluster ?? usual;
    return requireCluster(clusters, wanted, 'deployment_config.cluster');
  }

  async #refuseTakenName({ name, cluster }: StoredModel): Promise<void> {
    const [workloads, taken] = await Promise.all([
      this.options.observations.readWorkloadsNamed(name, cluster),
      this.options.models.isNameTaken(name, cluster),
    ]);
    if (taken || workloads > 0) {
      throw nameTaken(name);
    }
  }
}
