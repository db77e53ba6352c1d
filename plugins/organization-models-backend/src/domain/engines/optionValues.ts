import type { GivenOption } from '@orgmodels/backstage-plugin-organization-models-common';

const GIBIBYTE = 2 ** 30;

/** Python takes 131_072, too. */
const SEPARATOR = /(?<=\d)_(?=\d)/g;

/** A count of at least 1, as an option's value says it. */
export function toNumber(value: string | undefined): number | undefined {
  const digits = value?.replace(SEPARATOR, '') ?? '';
  const number = /^\d+$/.test(digits) ? Number(digits) : 0;
  return number > 0 ? number : undefined;
}

const UNITS: Record<string, number> = {
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
};

/** `8192`, `32k` (thousands), `32K` (1,024 each). */
export function toCount(value: string | undefined): number | undefined {
  const [, number, unit] = /^([\d.]+)([kmgtKMGT])$/.exec(value ?? '') ?? [];
  const count = unit
    ? Math.floor(Number(number) * UNITS[unit])
    : toNumber(value) ?? 0;
  return count > 0 ? count : undefined;
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

/** The last value that was given for the whole of an option. */
export function valueOf(
  options: GivenOption[],
  name: string,
): string | undefined {
  return options
    .filter(option => option.name === name && option.part === undefined)
    .at(-1)?.values[0];
}
