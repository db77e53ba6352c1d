/** The part of a ServiceMonitor that our own have. */
export interface ServiceMonitor {
  metadata: { name: string; namespace: string };
  spec: {
    selector: { matchLabels: Record<string, string> };
    targetLabels?: string[];
    endpoints: { port: string; path?: string; interval?: string }[];
  };
}

/**
 * What Prometheus' operator makes of a ServiceMonitor: pods are found behind the services that it selects, and their
 * series get the labels of its relabelling.
 *
 * @param options - `interval`: in place of the monitor's own, so that tests need not wait; `proxyUrl`: tells of pods, and leads to them
 */
export function toScrapeConfigs(
  { metadata, spec }: ServiceMonitor,
  options: { proxyUrl: string; interval: string },
): object[] {
  const { selector, targetLabels = [], endpoints } = spec;
  return endpoints.map(({ port, path }, index) => ({
    job_name: `serviceMonitor/${metadata.namespace}/${metadata.name}/${index}`,
    scrape_interval: options.interval,
    scrape_timeout: options.interval,
    metrics_path: path,
    proxy_url: options.proxyUrl,
    http_sd_configs: [
      {
        url: `${options.proxyUrl}/targets/${metadata.namespace}`,
        refresh_interval: options.interval,
      },
    ],
    relabel_configs: [
      ...Object.entries(selector.matchLabels).map(([label, value]) => ({
        action: 'keep',
        source_labels: [
          service('label', label),
          service('labelpresent', label),
        ],
        regex: `(${escape(value)});true`,
      })),
      keep('__meta_kubernetes_endpointslice_port_name', port),
      copy('__meta_kubernetes_namespace', 'namespace'),
      copy('__meta_kubernetes_service_name', 'service'),
      copy('__meta_kubernetes_pod_name', 'pod'),
      copy('__meta_kubernetes_service_name', 'job'),
      { target_label: 'endpoint', replacement: port },
      ...targetLabels.map(label => ({
        ...copy(service('label', label), sanitize(label)),
        regex: '(.+)',
      })),
    ],
  }));
}

function service(what: 'label' | 'labelpresent', label: string): string {
  return `__meta_kubernetes_service_${what}_${sanitize(label)}`;
}

function keep(label: string, value: string) {
  return { action: 'keep', source_labels: [label], regex: escape(value) };
}

function copy(from: string, to: string) {
  return { source_labels: [from], target_label: to };
}

/** As a label of Kubernetes is called in Prometheus. */
export function sanitize(label: string): string {
  return label.replace(/[^a-zA-Z0-9_]/g, '_');
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
