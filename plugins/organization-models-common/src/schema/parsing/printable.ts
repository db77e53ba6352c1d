/** Of what people wrote, as much is repeated. */
const LONGEST = 64;

/** What would break a line, a terminal or a log. */
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/gu;

/**
 * The name of a field as it can be repeated in a message: short, on one line.
 *
 * @public
 */
export function printable(name: string): string {
  const short = name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
  return short.replace(UNPRINTABLE, '\ufffd') || '""';
}
