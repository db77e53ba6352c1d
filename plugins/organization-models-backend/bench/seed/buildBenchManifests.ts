import { buildManifests } from '../../src/domain/desired/buildManifests';
import { toDesiredContext } from '../../src/domain/desired/toDesiredContext';
import { NO_FACTS } from '../../src/domain/facts/ClusterFacts';
import type { Manifest } from '../../src/domain/facts/ResolvedModel';
import type { StoredModel } from '../../src/domain/facts/StoredModel';

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
