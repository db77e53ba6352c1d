import type { Amounts } from '../facts/ClusterFacts';
import type { PodRequests, ResolvedModel } from '../facts/ResolvedModel';
import { ownRequests } from './ownRequests';

/**
 * What a pod requests once the cluster has added sidecars and the like, which
 * counts in Kubernetes, too.
 *
 * @param pod - effective requests of a pod as the API server made it
 * @returns `undefined` where that is what the model itself asks for
 */
export function admittedRequests(
  resolved: ResolvedModel,
  pod: Amounts,
): PodRequests | undefined {
  const own = ownRequests(resolved);
  const all: PodRequests = {
    gpus: resolved.gpu ? pod[resolved.gpu.resourceName] ?? 0 : 0,
    cpuMillis: Math.ceil((pod.cpu ?? 0) * 1000),
    memoryBytes: Math.ceil(pod.memory ?? 0),
  };
  const isMore =
    all.gpus > own.gpus ||
    all.cpuMillis > own.cpuMillis ||
    all.memoryBytes > own.memoryBytes;
  return isMore ? all : undefined;
}
