import type { Database } from '../database/openDatabase';
import { aReadyPod } from '../domain/__testUtils__/observedFacts';
import type { PodFacts } from '../domain/facts/ObservedModel';
import type { PodForwarder } from './PodForwarder';

/** A cluster of which there is only the way to its pods; its name is `test`. */
export function forwardedCluster({ url }: PodForwarder) {
  return {
    name: 'test',
    url,
    serviceAccountToken: 'x',
    skipTLSVerify: true,
  };
}

/** Makes these pods, ready ones, all that is seen of a model in that cluster. */
export function seePods(
  { observations }: Pick<Database, 'observations'>,
  modelId: string,
  pods: Partial<PodFacts>[],
): Promise<void> {
  const model = {
    pods: pods.map(aReadyPod),
    events: [],
    serviceExists: true,
    serviceMonitorExists: true,
  };
  return observations.save(
    'test',
    [{ modelId, observation: { objects: [], model } }],
    new Date().toISOString(),
  );
}
