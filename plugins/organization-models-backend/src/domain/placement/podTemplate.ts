import type { Replica, ReplicaVolume } from '../facts/Replica';
import type { Manifest } from '../facts/ResolvedModel';
import { type PlacedPodSpec, toReplica } from './toReplica';

/** The spec of the pods that a Deployment makes. */
export function templateOf(deployment: Manifest): PlacedPodSpec {
  const { template } = deployment.spec as {
    template: { spec: PlacedPodSpec };
  };
  return template.spec;
}

/** The labels of the pods that a Deployment makes. */
export function podLabelsOf(deployment: Manifest): Record<string, string> {
  const { template } = deployment.spec as {
    template: { metadata?: { labels?: Record<string, string> } };
  };
  return template.metadata?.labels ?? {};
}

/** What the scheduler has to place for each pod that a Deployment makes. */
export function templateReplica(
  deployment: Manifest,
  options?: { volumes: ReplicaVolume[] },
): Replica {
  return toReplica(templateOf(deployment), {
    ...options,
    labels: podLabelsOf(deployment),
  });
}
