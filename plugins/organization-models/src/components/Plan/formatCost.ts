import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';

/** Money as the reader writes it; what is no currency of ISO 4217 stands behind the number. */
export function formatCost({
  currency,
  per_hour,
}: NonNullable<Model['cost']>): string {
  return /^[A-Z]{3}$/.test(currency)
    ? per_hour.toLocaleString(undefined, { style: 'currency', currency })
    : `${per_hour.toLocaleString(undefined, {
        maximumFractionDigits: 2,
      })} ${currency}`;
}
