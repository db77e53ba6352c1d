/** A `metav1.Condition`. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  lastTransitionTime: string;
  observedGeneration?: number;
}

/** Sets conditions among those there are; the time moves only where the status does. */
export function setConditions(
  before: readonly Condition[],
  changes: readonly Omit<Condition, 'lastTransitionTime'>[],
  { now }: { now: Date },
): Condition[] {
  const set = changes.map(change => {
    const old = before.find(({ type }) => type === change.type);
    const lastTransitionTime =
      old?.status === change.status
        ? old.lastTransitionTime
        : `${now.toISOString().slice(0, 19)}Z`;
    return { ...change, lastTransitionTime };
  });
  const kept = before.filter(
    ({ type }) => !changes.some(change => change.type === type),
  );
  return [...kept, ...set];
}
