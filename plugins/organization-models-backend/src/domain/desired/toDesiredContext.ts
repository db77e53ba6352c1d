import type { ClusterFacts } from '../facts/ClusterFacts';
import type { DesiredContext, PodSettings } from '../facts/ResolvedModel';
import type { StoredModel } from '../facts/StoredModel';

/** What the manifests of a stored model are made of. */
export function toDesiredContext(
  model: StoredModel,
  options: {
    installationId: string;
    cluster: {
      pods: PodSettings;
      serviceMonitorLabels: Record<string, string>;
    };
    facts: ClusterFacts;
  },
): DesiredContext {
  const serves = (name: string) =>
    options.facts.customResources.some(resource => resource.name === name);
  return {
    installationId: options.installationId,
    modelId: model.id,
    organizationId: model.organizationId,
    namespace: model.namespace,
    spec: model.spec,
    resolved: model.resolved,
    podSettings: options.cluster.pods,
    serves: {
      serviceMonitor: serves('servicemonitors.monitoring.coreos.com'),
      podAutoscaler: serves('podautoscalers.autoscaling.aibrix.ai'),
    },
    serviceMonitorLabels: options.cluster.serviceMonitorLabels,
  };
}
