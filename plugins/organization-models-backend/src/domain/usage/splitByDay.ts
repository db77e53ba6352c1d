const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Cuts a span of time at the midnights of UTC.
 *
 * @param span - milliseconds since 1970
 * @returns the milliseconds that fall on each day, as in `2026-11-28`
 */
export function splitByDay({
  from,
  to,
}: {
  from: number;
  to: number;
}): { day: string; milliseconds: number }[] {
  const parts = [];
  for (let begin = from; begin < to; ) {
    const midnight = (Math.floor(begin / DAY_MS) + 1) * DAY_MS;
    const end = Math.min(midnight, to);
    parts.push({
      day: new Date(begin).toISOString().slice(0, 10),
      milliseconds: end - begin,
    });
    begin = end;
  }
  return parts;
}
