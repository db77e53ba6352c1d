import type { LoggerService } from '@backstage/backend-plugin-api';
import { applyNamespace } from '../cluster/objects/applyNamespace';
import type { ClusterObjects } from '../cluster/objects/ClusterObjects';
import type { DatabaseClusterFacts } from '../database/facts/DatabaseClusterFacts';
import type { DatabaseClusterModels } from '../database/models/DatabaseClusterModels';
import type { DatabaseQuotas } from '../database/DatabaseQuotas';
import { OWNER_LABELS, toLabelValue } from '../domain/ownership/ownership';
import { NO_FACTS } from '../domain/facts/ClusterFacts';
import type { GpuConfig } from '../domain/gpus/gpuConfig';
import type { Manifest } from '../domain/facts/ResolvedModel';
import { buildNamespaceObjects } from '../domain/namespaces/buildNamespaceObjects';
import { findGpuResources } from '../domain/namespaces/findGpuResources';
import type { NetworkRules } from '../domain/namespaces/OrganizationNamespace';
import { chooseQuota, type QuotaConfig } from '../domain/quota/chooseQuota';
import { TroubleLog } from '../cluster/TroubleLog';

/** What nobody seems to have changed is applied again this often, milliseconds. */
const REPAIR_MS = 300_000;

/**
 * Keeps the namespaces of organizations that have models in a cluster: a quota
 * that was changed, a namespace that was deleted, a policy that was edited.
 */
export class OrganizationNamespaces {
  readonly #applied = new Map<string, { content: string; until: number }>();
  readonly #troubles: TroubleLog;

  constructor(
    private readonly options: {
      cluster: string;
      /** That of models from before organizations had their own. */
      sharedNamespace: string;
      installationId: string;
      network: NetworkRules;
      quota: QuotaConfig;
      gpus: GpuConfig;
      objects: ClusterObjects;
      clusterModels: DatabaseClusterModels;
      quotas: DatabaseQuotas;
      clusterFacts: DatabaseClusterFacts;
      logger: LoggerService;
    },
  ) {
    this.#troubles = new TroubleLog(options.logger);
  }

  async keep(): Promise<void> {
    const { cluster, sharedNamespace, installationId, clusterModels, objects } =
      this.options;
    const wanted = await clusterModels.listNamespaces(cluster);
    const there = await objects.listNamespaces(
      `${OWNER_LABELS.installation}=${toLabelValue(installationId)}`,
    );
    for (const place of wanted) {
      if (place.namespace !== sharedNamespace) {
        await this.#troubles.watchOver(
          `Namespace ${place.namespace} is not kept`,
          () => this.#keep(place, there.includes(place.namespace)),
        );
      }
    }
  }

  async #keep(
    place: { namespace: string; organizationId: string },
    isThere: boolean,
  ): Promise<void> {
    const manifests = await this.#build(place);
    const content = JSON.stringify(manifests);
    const last = this.#applied.get(place.namespace);
    const now = performance.now();
    if (isThere && last?.content === content && now < last.until) {
      return;
    }
    await applyNamespace(this.options.objects, manifests);
    this.#applied.set(place.namespace, { content, until: now + REPAIR_MS });
  }

  async #build(place: {
    namespace: string;
    organizationId: string;
  }): Promise<Manifest[]> {
    const {
      cluster,
      installationId,
      network,
      quota,
      gpus,
      quotas,
      clusterFacts,
    } = this.options;
    const { facts = NO_FACTS } = await clusterFacts.read(cluster);
    const { hard } = chooseQuota(place.organizationId, {
      config: quota,
      override: await quotas.readOverride(place.organizationId),
    });
    return buildNamespaceObjects({
      ...place,
      installationId,
      network,
      hard,
      uses: await quotas.sumUse(place.organizationId),
      gpuResources: findGpuResources(facts, gpus),
    });
  }
}
