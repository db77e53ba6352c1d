import type { RawObject } from '../../connection/RawObject';

/** A PriorityClass of the cluster. */
export type PriorityClass = {
  name: string;
  value: number;
  /** Of pods that name none. */
  isDefault: boolean;
  /** Whether its pods may end others of a lower priority. */
  preempts: boolean;
};

export function toPriorityClass(object: RawObject): PriorityClass {
  return {
    name: object.metadata.name,
    value: object.value ?? 0,
    isDefault: object.globalDefault === true,
    preempts: object.preemptionPolicy !== 'Never',
  };
}

/**
 * Pods with a priority below it can be ended for a pod of the class.
 *
 * @param name - none: the default class, or 0 where there is none
 */
export function preemptionLimit(
  classes: Iterable<PriorityClass>,
  name: string | undefined,
): number {
  const known = [...classes];
  const chosen = known.find(each =>
    name === undefined ? each.isDefault : each.name === name,
  );
  if (!chosen) {
    return name === undefined ? 0 : -Infinity;
  }
  return chosen.preempts ? chosen.value : -Infinity;
}
