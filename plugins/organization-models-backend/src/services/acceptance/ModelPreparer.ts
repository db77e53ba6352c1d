import type { DatabaseClusterModels } from '../../database/models/DatabaseClusterModels';
import type { DatabaseObservations } from '../../database/DatabaseObservations';
import { type ClusterFacts, NO_FACTS } from '../../domain/facts/ClusterFacts';
import type {
  DesiredContext,
  StoredSpec,
} from '../../domain/facts/ResolvedModel';
import type { StoredModel } from '../../domain/facts/StoredModel';
import type { RollbackPlan } from '../../domain/plan/planRollback';
import type { Caller } from '../access/Caller';
import { platformOf } from '../../domain/desired/toDesiredContext';
import { namespaceOf } from '../../domain/namespaces/namespaceOf';
import { toNewModel, toNextGeneration } from './acceptedModel';
import type { ModelPlanner, Planned } from './ModelPlanner';
import type { PlannedCluster } from './PlannedCluster';
import type { ModelResolver, Resolution } from './resolving/ModelResolver';
import type { Body } from '../models/ModelService';
import type { NamedSecrets, SecretReference } from './resolving/NamedSecrets';
import { inOrder } from './inOrder';
import { newModelId } from '../newId';
import type { PolicyGuard } from './PolicyGuard';
import { type Asked, parseModelBody } from './parsing/parseModelBody';
import { refuseOutdated, refuseStorageChange } from './refuseChange';
import { nameTaken } from './trying/refuseTrials';
import { requireCluster, requireClusterOf } from './requireCluster';
import {
  keepsPods,
  keepsResolved,
  rotatesToken,
  statusAfter,
} from './parsing/specChange';

/** A model as it would be stored, and what storing it would do. */
export type Prepared = Planned & { asked: Asked };

/** Where a model is or is to be, and what is known of that cluster. */
type Place = { cluster: PlannedCluster; facts: ClusterFacts };

/** Turns what is asked into a model that passed every check; stores nothing. */
export class ModelPreparer {
  constructor(
    private readonly options: {
      clusterModels: DatabaseClusterModels;
      observations: DatabaseObservations;
      planner: ModelPlanner;
      resolver: ModelResolver;
      policy: PolicyGuard;
      secrets: NamedSecrets;
      /** The first is the default. */
      clusters: PlannedCluster[];
      now(): Date;
    },
  ) {}

  /** From what is asked to what may be stored, which comes next. */
  async prepareCreate(
    body: Body,
    caller: Caller,
    { dryRun }: { dryRun: boolean },
  ): Promise<Prepared> {
    const { planner, policy, now } = this.options;
    const asked = parseModelBody(body);
    policy.refuseCreate(asked.spec, caller.organizationId);
    const place = await this.#choosePlace(asked.spec, caller);
    return planner.tellingDoubts(place.cluster.name, async () => {
      const { resolved, warnings } = await this.#resolveNew(asked, {
        ...{ ...place, caller },
      });
      const model = toNewModel(asked, {
        ...{ ...place, id: newModelId(), caller, resolved, now: now() },
      });
      policy.refuseResolved(model);
      // Read while the API server tries the objects
      const free = this.#refuseTakenName(model);
      const [, planned] = await inOrder(
        free,
        planner.plan(model, { ...place, dryRun, warnings, free }),
      );
      refuseOutdated(planned.plan, asked.planHash);
      return { ...planned, asked };
    });
  }

  async #choosePlace(
    { deployment_config = {} }: StoredSpec,
    { organizationId }: Caller,
  ): Promise<Place> {
    const { clusters, planner, policy } = this.options;
    const cluster = requireCluster(
      clusters,
      deployment_config.cluster ?? policy.defaultsOf(organizationId).cluster,
      'deployment_config.cluster',
    );
    return { cluster, facts: await planner.readFacts(cluster.name) };
  }

  async #resolveNew(
    { spec, token }: Asked,
    { cluster, facts, caller: { organizationId } }: Place & { caller: Caller },
  ): Promise<Resolution> {
    const { policy, resolver, secrets } = this.options;
    const { storageClass, sharedStorageClasses } = cluster;
    return resolver.resolve(spec, {
      ...{ facts, storageClass, sharedStorageClasses },
      image: policy.defaultsOf(organizationId).image,
      token: token ?? undefined,
      hasOwnToken: false,
      namedSecret: await secrets.find(spec, {
        organizationId,
        namespace: namespaceOf(organizationId, cluster),
        cluster: cluster.name,
      }),
    });
  }

  async prepareUpdate(
    before: StoredModel,
    asked: Asked,
    options: { dryRun: boolean },
  ): Promise<Prepared> {
    this.options.policy.refuseUpdate(before, asked);
    const place = await this.#readPlace(before);
    return this.options.planner.tellingDoubts(before.cluster, async () => {
      const resolution = await this.#resolveAgain(before, asked, {
        ...place,
        namedSecret: keepsPods(before, asked)
          ? undefined
          : await this.options.secrets.find(asked.spec, before),
      });
      return this.#judgeUpdate(before, asked, {
        ...options,
        ...{ ...place, resolution },
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
    const place = await this.#readPlace(before);
    // Whoever shared a Secret then may have taken it back
    await this.options.secrets.find(spec, before);
    return this.#judgeUpdate(before, asked, {
      ...options,
      ...{ ...place, resolution },
    });
  }

  async #readPlace(model: StoredModel): Promise<Place> {
    const { clusters, planner } = this.options;
    const cluster = requireClusterOf(clusters, model);
    return { cluster, facts: await planner.readFacts(cluster.name) };
  }

  async #judgeUpdate(
    before: StoredModel,
    asked: Asked,
    options: Place & { dryRun: boolean; resolution: Resolution },
  ): Promise<Prepared> {
    const { resolved, warnings } = options.resolution;
    refuseStorageChange(before, resolved.storage);
    const now = this.options.now();
    const model = toNextGeneration(before, asked, { resolved, now });
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
    return toNextGeneration(before, asked, {
      resolved: before.resolved,
      status: statusAfter(before, asked),
      now: this.options.now(),
    });
  }

  /** For objects that depend on no fact of the cluster. */
  contextOf(model: StoredModel): DesiredContext {
    const cluster = requireClusterOf(this.options.clusters, model);
    return this.options.planner.contextOf(model, cluster, NO_FACTS);
  }

  // Starting again what was stopped must not change what it is
  async #resolveAgain(
    before: StoredModel,
    asked: Asked,
    context: Place & { namedSecret: SecretReference | undefined },
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

  async #refuseTakenName({ name, cluster }: StoredModel): Promise<void> {
    const [workloads, taken] = await Promise.all([
      this.options.observations.readWorkloadsNamed(name, cluster),
      this.options.clusterModels.isNameTaken(name, cluster),
    ]);
    if (taken || workloads > 0) {
      throw nameTaken(name);
    }
  }
}
