import type { ResolvedModel } from '../facts/ResolvedModel';

/**
 * How many replicas have to be set, or `undefined` when the number that is
 * there is right or belongs to an autoscaler.
 *
 * @param present - `spec.replicas` now; `undefined` when there is no Deployment
 * @param last - replicas before the model was stopped
 * @remarks An autoscaled model that stands at 0 is not scaled by AIBrix any
 * more, so it is started by us, at the larger of its minimum and what it had.
 */
export function planReplicas(options: {
  desiredState: 'running' | 'stopped';
  scaling: ResolvedModel['scaling'];
  present: number | undefined;
  last: number | undefined;
}): number | undefined {
  const { desiredState, scaling, present, last } = options;
  if (desiredState === 'stopped') {
    return present === 0 ? undefined : 0;
  }
  if (scaling.mode === 'fixed') {
    return present === scaling.replicas ? undefined : scaling.replicas;
  }
  const start = Math.min(
    Math.max(scaling.minReplicas, last ?? 0),
    scaling.maxReplicas,
  );
  return present === undefined || present === 0 ? start : undefined;
}
