/** Money as the reader writes it; what is no currency of ISO 4217 stands behind the number. */
export function formatMoney(amount: number, currency: string): string {
  return /^[A-Z]{3}$/.test(currency)
    ? amount.toLocaleString(undefined, { style: 'currency', currency })
    : `${amount.toLocaleString(undefined, {
        maximumFractionDigits: 2,
      })} ${currency}`;
}
