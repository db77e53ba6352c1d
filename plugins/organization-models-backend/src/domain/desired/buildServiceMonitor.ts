import type { Manifest } from '../facts/ResolvedModel';
import { Build, buildMetadata } from './buildMetadata';
import { FOREIGN_LABELS, OWNER_LABELS } from '../ownership/ownership';

/** Where the cluster has the Prometheus operator: scrapes the model's pods. */
export function buildServiceMonitor(build: Build): Manifest | undefined {
  const { context, runtime } = build;
  if (!context.serves.serviceMonitor) {
    return undefined;
  }
  const metadata = buildMetadata(build);
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: {
      ...metadata,
      labels: { ...context.serviceMonitorLabels, ...metadata.labels },
    },
    spec: {
      selector: { matchLabels: { [OWNER_LABELS.model]: context.modelId } },
      targetLabels: [FOREIGN_LABELS.name],
      endpoints: [
        { port: 'http', path: runtime.endpoints.metrics, interval: '15s' },
      ],
    },
  };
}
