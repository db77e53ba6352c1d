/*
 * A stand-in of AIBrix's PodAutoscaler algorithms (v0.7.0, APA and KPA), as far as one metric of the pods goes.
 */

/** What the decision is made from. */
export interface ScaleQuestion {
  readonly strategy: string;
  /** `spec.replicas` of the target. */
  readonly current: number;
  readonly min: number;
  readonly max: number;
  /** Mean of the metric over the target's ready pods; 0 where it cannot be read. */
  readonly perPod: number;
  readonly target: number;
}

export interface ScaleDecision {
  readonly desired: number;
  readonly reason: string;
}

/** Defaults of `autoscaling.aibrix.ai/{max-scale-up-rate,max-scale-down-rate,…-tolerance}`. */
const MAX_RATE = 2;
const TOLERANCE = 0.1;

/** Decides the number of replicas: bounds first, then the metric. */
export function decideScale(question: ScaleQuestion): ScaleDecision {
  const { current, min, max } = question;
  if (current === 0 && min !== 0) {
    return { desired: 0, reason: 'scaling disabled: current replicas is 0' };
  }
  if (current > max) {
    return { desired: max, reason: 'current replicas exceed maximum' };
  }
  if (current < min) {
    return { desired: min, reason: 'current replicas below minimum' };
  }
  const desired = Math.min(Math.max(recommend(question), min), max);
  return { desired, reason: toReason(desired, question) };
}

function recommend({ strategy, current, perPod, target }: ScaleQuestion) {
  if (!(target > 0)) {
    return current;
  }
  const ratio = perPod / target;
  const wanted = strategy === 'KPA' ? ratio : current * ratio;
  if (ratio > 1 + TOLERANCE) {
    return Math.min(Math.ceil(wanted), Math.ceil(current * MAX_RATE));
  }
  if (ratio < 1 - TOLERANCE) {
    return Math.max(Math.ceil(wanted), Math.floor(current / MAX_RATE));
  }
  return current;
}

function toReason(desired: number, { strategy, current }: ScaleQuestion) {
  if (desired === current) {
    return 'stable';
  }
  return desired > current
    ? `${strategy.toLowerCase()} above target`
    : 'All metrics below target';
}
