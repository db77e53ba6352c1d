import type { Scrape } from './Scrape';

/** A sample with what tells its series from all others. */
export type Indexed = {
  uid: string;
  series: string;
  labels: Record<string, string>;
  value: number;
};

/** Of a scrape that is looked at again and again: it does not change. */
const KNOWN = new WeakMap<Scrape, Map<string, Indexed[]>>();

/** The samples of a scrape by the names of their metrics. */
export function indexScrape(scrape: Scrape): Map<string, Indexed[]> {
  const known = KNOWN.get(scrape);
  if (known) {
    return known;
  }
  const index = new Map<string, Indexed[]>();
  for (const [uid, samples] of Object.entries(scrape.pods)) {
    for (const { name, labels, value } of samples) {
      const series = `${uid} ${JSON.stringify(labels)}`;
      const before = index.get(name);
      const sample = { uid, series, labels, value };
      if (before) {
        before.push(sample);
      } else {
        index.set(name, [sample]);
      }
    }
  }
  KNOWN.set(scrape, index);
  return index;
}
