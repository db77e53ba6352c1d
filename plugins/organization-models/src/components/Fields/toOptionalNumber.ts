/** A number field hands over NaN when it is empty. */
export function toOptionalNumber(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
