import { PrometheusClient, type PrometheusConfig } from './PrometheusClient';

type Configured = PrometheusConfig | undefined;

/** Prometheus of each cluster: its own one, or the one of all. */
export function openPrometheus(
  common: Configured,
  clusters: { name: string; prometheus: Configured }[],
) {
  const shared = common && new PrometheusClient(common);
  const clients = new Map(
    clusters.map(({ name, prometheus }) => [
      name,
      prometheus ? new PrometheusClient(prometheus) : shared,
    ]),
  );
  return {
    find: (cluster: string) => clients.get(cluster),
    async close(): Promise<void> {
      const all = new Set([...clients.values()]);
      await Promise.all([...all].map(client => client?.close()));
    },
  };
}
