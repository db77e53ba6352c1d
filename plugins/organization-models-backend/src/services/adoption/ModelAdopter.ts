import {
  adoptBody,
  type AdoptBody,
  type Plan,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { assessAdoption } from '../../domain/adoption/assessAdoption';
import type { LiveWorkload } from '../../domain/adoption/LiveWorkload';
import type { ClusterFacts } from '../../domain/facts/ClusterFacts';
import { namespaceOf } from '../../domain/namespaces/namespaceOf';
import type { DatabaseClusterModels } from '../../database/models/DatabaseClusterModels';
import type { StoredModel } from '../../domain/facts/StoredModel';
import type { Caller } from '../access/Caller';
import type { ClusterGateway } from '../acceptance/ClusterGateway';
import type { ModelPlanner } from '../acceptance/ModelPlanner';
import type { PlannedCluster } from '../acceptance/PlannedCluster';
import { refuseOutdated } from '../acceptance/refuseChange';
import { nameTaken } from '../acceptance/trying/refuseTrials';
import { requireCluster } from '../acceptance/requireCluster';
import type { ModelFeed } from '../models/ModelFeed';
import type { Body } from '../models/ModelService';
import { workloadNotFound } from '../errors';
import { findTakenOver } from './findTakenOver';
import { refuseAdoption } from './refuseAdoption';
import type { WorkloadModels } from './WorkloadModels';
import { requireFields } from '../requireFields';
import { untilReleased } from './untilReleased';

/** A workload as a model, and what making it one would do. */
export type PreparedAdoption = { model: StoredModel; plan: Plan };

/** Makes a model of a workload that is there; stores and changes nothing. */
export class ModelAdopter {
  constructor(
    private readonly options: {
      installationId: string;
      clusterModels: DatabaseClusterModels;
      gateway: ClusterGateway;
      planner: ModelPlanner;
      feed: ModelFeed;
      workloads: WorkloadModels;
      clusters: PlannedCluster[];
    },
  ) {}

  async prepare(
    body: Body,
    caller: Caller,
    options: { dryRun: boolean; isAdministrator: boolean },
  ): Promise<PreparedAdoption> {
    const asked = requireFields(adoptBody, body);
    const { clusters } = this.options;
    const cluster = requireCluster(clusters, asked.cluster, 'cluster');
    const { planner, gateway } = this.options;
    const facts = await planner.readFacts(cluster.name);
    const workload = await this.#find(asked, caller);
    const own = namespaceOf(caller.organizationId, cluster);
    const verdict = assessAdoption(workload, {
      installationId: this.options.installationId,
      organizationId: caller.organizationId,
      isAdministrator: options.isAdministrator,
      ownsNamespace:
        cluster.namespaces === 'perOrganization' &&
        workload.metadata.namespace === own,
      fromInstallation: asked.from_installation,
    });
    refuseAdoption(verdict);
    const { asItWas, warnings, ...read } = await this.options.workloads.toModel(
      workload,
      {
        caller,
        cluster,
        facts,
        modelType: asked.model_type,
      },
    );
    await this.#refuseTakenName(read.model);
    const model = await this.#withOrigin(read.model, {
      cluster,
      facts,
      workload,
    });
    const pods = await gateway.listPods(cluster.name, {
      namespace: model.namespace,
      labels: model.origin!.selector,
    });
    const planned = await planner.plan(model, {
      ...{ cluster, facts, dryRun: options.dryRun },
      warnings: [...verdict.warnings, ...warnings],
      adopted: { pods, asItWas },
    });
    refuseOutdated(planned.plan, asked.plan_hash);
    return planned;
  }

  // That it is there and a model of others is not told
  async #find(
    { cluster, namespace, name }: AdoptBody,
    { organizationId }: Caller,
  ): Promise<LiveWorkload> {
    const { clusterModels, feed, gateway } = this.options;
    const place = { cluster, namespace, name };
    const known = await clusterModels.readByName(name, cluster);
    if (known?.namespace === namespace) {
      const { deletionPolicy, organizationId: owner } = known;
      if (deletionPolicy !== 'release' || owner !== organizationId) {
        throw workloadNotFound(place);
      }
      await untilReleased(known, feed);
    }
    const found = await gateway.readWorkload(cluster, { namespace, name });
    if (!found) {
      throw workloadNotFound(place);
    }
    return found;
  }

  // What has the name is this workload, and nobody else
  async #refuseTakenName({ name, cluster }: StoredModel): Promise<void> {
    if (await this.options.clusterModels.isNameTaken(name, cluster)) {
      throw nameTaken(name);
    }
  }

  async #withOrigin(
    model: StoredModel,
    {
      cluster,
      facts,
      workload,
    }: {
      cluster: PlannedCluster;
      facts: ClusterFacts;
      workload: LiveWorkload;
    },
  ): Promise<StoredModel> {
    const { gateway, installationId, planner } = this.options;
    const objects = await findTakenOver(model, {
      gateway,
      installationId,
      context: planner.contextOf(model, cluster, facts),
    });
    const isForeign =
      workload.metadata.namespace !==
        namespaceOf(model.organizationId, cluster) &&
      workload.metadata.namespace !== cluster.namespace;
    return {
      ...model,
      origin: {
        ...model.origin!,
        objects,
        ...(isForeign ? { foreignNamespace: true } : {}),
      },
    };
  }
}
