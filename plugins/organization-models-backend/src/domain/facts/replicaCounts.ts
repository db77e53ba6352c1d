import type { ResolvedModel } from './ResolvedModel';

/** Replicas which have to fit at once. */
export function leastReplicas(scaling: ResolvedModel['scaling']): number {
  return scaling.mode === 'fixed' ? scaling.replicas : scaling.minReplicas;
}

/** Replicas which quotas count: an autoscaler must not be able to exceed them. */
export function mostReplicas(scaling: ResolvedModel['scaling']): number {
  return scaling.mode === 'fixed' ? scaling.replicas : scaling.maxReplicas;
}
