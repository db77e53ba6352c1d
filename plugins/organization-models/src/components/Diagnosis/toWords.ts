import { Duration } from 'luxon';

/** How long something took. */
export function toWords(seconds: number): string {
  return seconds < 10
    ? `${seconds.toFixed(1)}s`
    : Duration.fromObject({ seconds: Math.round(seconds) })
        .rescale()
        .toHuman({ unitDisplay: 'narrow', listStyle: 'narrow' });
}
