import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { DatabaseQuotas } from '../../../database/DatabaseQuotas';
import type { ClusterFacts } from '../../../domain/facts/ClusterFacts';
import type { GpuConfig } from '../../../domain/gpus/gpuConfig';
import type { Manifest } from '../../../domain/facts/ResolvedModel';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import { buildNamespaceObjects } from '../../../domain/namespaces/buildNamespaceObjects';
import { findGpuResources } from '../../../domain/namespaces/findGpuResources';
import type { NamespaceConfig } from '../../../domain/namespaces/namespaceOf';
import type { NetworkRules } from '../../../domain/namespaces/OrganizationNamespace';
import type { ClusterGateway } from '../ClusterGateway';
import type { QuotaAssessor } from '../../quota/QuotaAssessor';

/** Where objects are tried, and what that leaves open. */
export type TrialPlace = { namespace: string; warnings: PlanWarning[] };

export type PreparedCluster = NamespaceConfig & {
  name: string;
  network: NetworkRules;
};

/**
 * Sees to it that objects of an organization can be tried: a real call makes the
 * namespace of an organization with its policies, a dry run changes nothing.
 */
export class NamespacePreparer {
  constructor(
    private readonly options: {
      installationId: string;
      gateway: ClusterGateway;
      quota: QuotaAssessor;
      gpus: GpuConfig;
      quotas: DatabaseQuotas;
    },
  ) {}

  async prepare(
    model: Pick<StoredModel, 'namespace' | 'organizationId' | 'origin'>,
    options: {
      cluster: PreparedCluster;
      facts: ClusterFacts;
      dryRun: boolean;
      /** Refuses what is to be tried: nothing is made for that. */
      judged?: Promise<unknown>;
    },
  ): Promise<TrialPlace> {
    const { gateway } = this.options;
    const { cluster } = options;
    const place: TrialPlace = { namespace: model.namespace, warnings: [] };
    const isOthers = model.origin?.foreignNamespace === true;
    if (isOthers || model.namespace === cluster.namespace) {
      return place;
    }
    const isThere = await gateway.hasNamespace(cluster.name, model.namespace);
    if (options.dryRun) {
      return isThere ? place : elsewhere(model.namespace, cluster.namespace);
    }
    if (!isThere) {
      await options.judged;
    }
    await gateway.ensureNamespace(
      cluster.name,
      await this.#build(model, options),
    );
    return place;
  }

  async #build(
    {
      namespace,
      organizationId,
    }: Pick<StoredModel, 'namespace' | 'organizationId'>,
    options: { cluster: PreparedCluster; facts: ClusterFacts },
  ): Promise<Manifest[]> {
    const { installationId, quota, gpus, quotas } = this.options;
    const { hard } = await quota.choose(organizationId);
    return buildNamespaceObjects({
      namespace,
      organizationId,
      installationId,
      network: options.cluster.network,
      hard,
      uses: await quotas.sumUse(organizationId),
      gpuResources: findGpuResources(options.facts, gpus),
    });
  }
}

function elsewhere(namespace: string, triedIn: string): TrialPlace {
  return {
    namespace: triedIn,
    warnings: [
      {
        code: 'NotTried',
        message: `The namespace ${namespace} is made with the organization's first model; the objects were tried in ${triedIn}, whose policies and quotas may differ`,
      },
    ],
  };
}
