import type { V1EndpointSlice, V1Service } from '@kubernetes/client-node';
import type { ClusterClients } from '../clients';
import { sanitize } from './toScrapeConfig';

/** As Prometheus' discovery by HTTP has targets. */
export interface TargetGroup {
  targets: string[];
  labels: Record<string, string>;
}

/**
 * What Prometheus' own discovery of endpoint slices finds in a namespace, as far as relabelling of ServiceMonitors
 * reads it. Debian's Prometheus is built without that discovery.
 */
export async function findTargets(
  { core, discovery }: ClusterClients,
  namespace: string,
): Promise<TargetGroup[]> {
  const [services, slices] = await Promise.all([
    core.listNamespacedService({ namespace }),
    discovery.listNamespacedEndpointSlice({ namespace }),
  ]);
  const byName = new Map(
    services.items.map(service => [service.metadata?.name, service]),
  );
  return slices.items.flatMap(slice => {
    const name = slice.metadata?.labels?.['kubernetes.io/service-name'];
    const service = byName.get(name);
    return service ? toGroups(slice, service) : [];
  });
}

function toGroups(
  { endpoints = [], ports = [] }: V1EndpointSlice,
  { metadata }: V1Service,
): TargetGroup[] {
  return endpoints.flatMap(({ addresses, targetRef }) =>
    ports.map(({ name, port }) => ({
      targets: addresses.map(address => `${address}:${port}`),
      labels: {
        __meta_kubernetes_namespace: metadata?.namespace ?? '',
        __meta_kubernetes_service_name: metadata?.name ?? '',
        __meta_kubernetes_endpointslice_port_name: name ?? '',
        __meta_kubernetes_pod_name: targetRef?.name ?? '',
        ...labelsOf(metadata?.labels ?? {}),
      },
    })),
  );
}

function labelsOf(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) => [
      [`__meta_kubernetes_service_label_${sanitize(name)}`, value],
      [`__meta_kubernetes_service_labelpresent_${sanitize(name)}`, 'true'],
    ]),
  );
}
