import {
  buildManifests,
  type Manifest,
  NO_FACTS,
  type StoredModel,
  toDesiredContext,
} from '../backend';

/** The objects of a model as the benchmarks' portal makes them. */
export function buildBenchManifests(model: StoredModel): Manifest[] {
  return buildManifests(
    toDesiredContext(model, {
      installationId: 'bench',
      cluster: {
        pods: { imagePullSecrets: [], env: [], labels: {}, annotations: {} },
        serviceMonitorLabels: {},
      },
      facts: NO_FACTS,
    }),
  );
}
