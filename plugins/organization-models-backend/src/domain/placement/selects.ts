import type { LabelSelector } from '../facts/Replica';
import { matches, matchesNodeSelector } from './matchesNodeSelector';

/**
 * Whether a selector is for somebody with these labels: one that is missing
 * selects nothing, an empty one everything.
 */
export function selects(
  selector: LabelSelector | undefined,
  labels: Record<string, string>,
): boolean {
  return (
    selector !== undefined &&
    matchesNodeSelector(labels, selector.matchLabels) &&
    (selector.matchExpressions ?? []).every(requirement =>
      matches(labels, requirement),
    )
  );
}
