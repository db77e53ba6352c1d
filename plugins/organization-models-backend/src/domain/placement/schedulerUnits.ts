import type { Amounts } from '../facts/ClusterFacts';

/**
 * Amounts as whole numbers, the way the scheduler counts: CPU in thousandths
 * of a core, everything else in its base unit, parts of a unit rounded up.
 * Sums of cores drift in floating point; these do not.
 */
export function toSchedulerUnits(amounts: Amounts): Amounts {
  const units: Amounts = {};
  for (const resource of Object.keys(amounts)) {
    const amount = amounts[resource];
    units[resource] = Math.ceil(
      withoutDrift(resource === 'cpu' ? amount * 1000 : amount),
    );
  }
  return units;
}

/** The way back, for words and answers. */
export function fromSchedulerUnits(amounts: Amounts): Amounts {
  return Object.fromEntries(
    Object.entries(amounts).map(([resource, amount]) => [
      resource,
      resource === 'cpu' ? amount / 1000 : amount,
    ]),
  );
}

export function subtractAmounts(from: Amounts, amounts: Amounts): Amounts {
  const left = { ...from };
  for (const resource of Object.keys(amounts)) {
    left[resource] = (left[resource] ?? 0) - amounts[resource];
  }
  return left;
}

function withoutDrift(amount: number): number {
  return Number.isInteger(amount) ? amount : Number(amount.toFixed(6));
}
