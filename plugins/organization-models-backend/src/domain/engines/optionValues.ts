import type { GivenOption } from '@orgmodels/backstage-plugin-organization-models-common';

const GIBIBYTE = 2 ** 30;

/** A count of at least 1, as an option's value says it. */
export function toNumber(value: string | undefined): number | undefined {
  const number = Number(value);
  return value && Number.isInteger(number) && number > 0 ? number : undefined;
}

/** Above 0, at most 1. */
export function toShare(value: string | undefined): number | undefined {
  const share = Number(value);
  return share > 0 && share <= 1 ? share : undefined;
}

/** Bytes of an amount in GiB. */
export function toBytes(gibibytes: string | undefined): number | undefined {
  const amount = Number(gibibytes);
  return amount > 0 ? amount * GIBIBYTE : undefined;
}

/** Options that are to hold a count and do not: a variable that nobody knows. */
export function findUnreadable(
  options: GivenOption[],
  counts: RegExp,
): string[] {
  return options
    .filter(({ name, values: [value] }) => counts.test(name) && value)
    .filter(({ values: [value] }) => toNumber(value) === undefined)
    .map(({ name }) => name);
}
