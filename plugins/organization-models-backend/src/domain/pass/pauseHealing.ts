import type { AppliedObject } from '../facts/Observation';
import type { ObjectPlan, PlannedApply } from './planObjects';

/** Whether what others change is to be left alone now. */
export function isHealingPaused(
  { healingPausedUntil }: { healingPausedUntil?: string },
  now: Date,
): boolean {
  return (
    healingPausedUntil !== undefined &&
    Date.parse(healingPausedUntil) > now.getTime()
  );
}

/**
 * Leaves out what would only set back what somebody changed or deleted. What
 * was asked for and is not there yet is applied all the same.
 */
export function withoutHealing(
  plan: ObjectPlan,
  applied: AppliedObject[],
): { plan: ObjectPlan; leftAlone: PlannedApply[] } {
  const isHealing = ({ manifest, why }: PlannedApply) =>
    why === 'drifted' ||
    (why === 'missing' &&
      applied.some(
        ({ kind, name }) =>
          kind === manifest.kind && name === manifest.metadata.name,
      ));
  return {
    plan: {
      ...plan,
      apply: plan.apply.filter(planned => !isHealing(planned)),
    },
    leftAlone: plan.apply.filter(isHealing),
  };
}

/** What differs by now, for a person at work there. */
export function describeLeftAlone(
  leftAlone: PlannedApply[],
  isScaled: boolean,
): string[] {
  return [
    ...leftAlone.map(
      ({ manifest: { kind, metadata }, why }) =>
        `${kind} ${metadata.name} is ${
          why === 'drifted' ? 'changed' : 'deleted'
        }`,
    ),
    ...(isScaled ? ['the replicas are changed'] : []),
  ];
}
