import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

// Before anything is measured: what asks for a meter earlier gets one that
// counts nothing
const exporter = new PrometheusExporter({ preventServerStart: true });
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter] }));

/**
 * Serves what this portal and Backstage measure of themselves at `/metrics`, as
 * Prometheus reads it.
 */
export default createBackendPlugin({
  pluginId: 'portal-metrics',
  register(reg) {
    reg.registerInit({
      deps: { http: coreServices.rootHttpRouter },
      async init({ http }) {
        http.use('/metrics', (req, res) =>
          exporter.getMetricsRequestHandler(req, res),
        );
      },
    });
  },
});
