import type { ClusterFacts } from '../facts/ClusterFacts';
import type { DesiredContext, PlatformSettings } from '../facts/ResolvedModel';
import type { StoredModel } from '../facts/StoredModel';

/**
 * What the manifests of a stored model are made of. Settings of the platform are
 * those of the accepted generation: a change of config changes no model that
 * runs.
 */
export function toDesiredContext(
  model: StoredModel,
  options: {
    installationId: string;
    /** Its settings hold for generations from before they were stored. */
    cluster: PlatformSettings;
    facts: ClusterFacts;
  },
): DesiredContext {
  const platform = model.resolved.platform ?? options.cluster;
  return {
    installationId: options.installationId,
    modelId: model.id,
    organizationId: model.organizationId,
    createdBy: model.createdBy,
    ...(model.origin ? { origin: model.origin } : {}),
    namespace: model.namespace,
    spec: model.spec,
    resolved: model.resolved,
    podSettings: platform.pods,
    serves: {
      serviceMonitor: options.facts.customResources.some(
        ({ name }) => name === 'servicemonitors.monitoring.coreos.com',
      ),
    },
    serviceMonitorLabels: platform.serviceMonitorLabels,
  };
}

/** The settings of a cluster that its models get when they are accepted. */
export function platformOf({
  pods,
  serviceMonitorLabels,
}: PlatformSettings): PlatformSettings {
  return { pods, serviceMonitorLabels };
}
