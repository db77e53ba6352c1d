import type { Bucket } from './computeQuantile';
import { indexScrape } from './indexScrape';
import type { Scrape } from './Scrape';

/**
 * Scrapes of a stretch of time, the oldest first, and what they make together.
 *
 * @remarks An hour of many pods has hundreds of windows, and is read every few
 * seconds: what was worked out once is kept.
 */
export class ScrapeWindow {
  readonly #chosen = new Map<string, string | undefined>();
  readonly #rates = new Map<string, Map<string, number> | undefined>();
  #spans: Map<string, number> | undefined;

  constructor(private readonly scrapes: Scrape[]) {}

  /** The last scrape that any pod answered. */
  get last(): Scrape | undefined {
    return this.scrapes.findLast(({ pods }) => Object.keys(pods).length > 0);
  }

  /** The last scrape, whether any pod answered or not. */
  get newest(): Scrape | undefined {
    return this.scrapes.at(-1);
  }

  /** The first of the names which the engines have. */
  chooseName(names: string[], suffix = ''): string | undefined {
    const all = names.map(name => name + suffix);
    return memo(this.#chosen, all.join(' '), () =>
      all.find(name =>
        this.scrapes.some(scrape => indexScrape(scrape).has(name)),
      ),
    );
  }

  /** Values of a gauge at the last scrape, one for each rank of each pod. */
  gauges(name: string): number[] {
    const { last } = this;
    const samples = (last && indexScrape(last).get(name)) ?? [];
    return samples.map(({ value }) => value);
  }

  /**
   * A counter's growth in a second, by a label; pods and ranks are added up.
   *
   * @returns `undefined` when no pod was scraped twice
   */
  rates(name: string, label: string): Map<string, number> | undefined {
    return memo(this.#rates, `${name} ${label}`, () =>
      this.#computeRates(name, label),
    );
  }

  /** A counter's growth in a second, of everything together. */
  rate(name: string): number | undefined {
    const rates = this.rates(name, '');
    return rates && [...rates.values()].reduce((sum, rate) => sum + rate, 0);
  }

  /** Growth of a histogram's buckets. */
  buckets(name: string): Bucket[] {
    const rates = this.rates(`${name}_bucket`, 'le') ?? new Map();
    return [...rates].map(([le, count]) => ({
      le: le === '+Inf' ? Infinity : Number(le),
      count,
    }));
  }

  #computeRates(name: string, label: string): Map<string, number> | undefined {
    this.#spans ??= spansOf(this.scrapes);
    const spans = this.#spans;
    if (spans.size === 0) {
      return undefined;
    }
    const rates = new Map<string, number>();
    const before = new Map<string, number>();
    for (const scrape of this.scrapes) {
      for (const sample of indexScrape(scrape).get(name) ?? []) {
        const { uid, series, labels, value } = sample;
        const seconds = spans.get(uid);
        if (seconds !== undefined) {
          const of = labels[label] ?? '';
          const grown = increase(before.get(series), value);
          rates.set(of, (rates.get(of) ?? 0) + grown / seconds);
          before.set(series, value);
        }
      }
    }
    return rates;
  }
}

/** Seconds from the first to the last time that a pod answered, where it did twice. */
function spansOf(scrapes: Scrape[]): Map<string, number> {
  const first = new Map<string, number>();
  const spans = new Map<string, number>();
  for (const { at, pods } of scrapes) {
    for (const uid of Object.keys(pods)) {
      const begin = first.get(uid) ?? at;
      first.set(uid, begin);
      if (at > begin) {
        spans.set(uid, (at - begin) / 1000);
      }
    }
  }
  return spans;
}

/** A counter that falls began anew at 0. */
function increase(before: number | undefined, after: number): number {
  if (before === undefined) {
    return 0;
  }
  return after >= before ? after - before : after;
}

function memo<T>(known: Map<string, T>, key: string, compute: () => T): T {
  if (!known.has(key)) {
    known.set(key, compute());
  }
  return known.get(key) as T;
}
