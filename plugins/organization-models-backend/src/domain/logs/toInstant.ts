const PARTS = /^(.{19})(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Writes a time of RFC 3339 in UTC with nine digits: container runtimes write
 * their own zone, and some leave zeros out.
 *
 * @returns `undefined` for what is no time
 */
export function toInstant(text: string): string | undefined {
  const [, seconds, fraction = '', zone] = PARTS.exec(text) ?? [];
  const date = new Date(`${seconds}${zone}`);
  return seconds === undefined || Number.isNaN(date.getTime())
    ? undefined
    : `${date.toISOString().slice(0, 19)}.${fraction.padEnd(9, '0')}Z`;
}
