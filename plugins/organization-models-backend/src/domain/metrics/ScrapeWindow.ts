import type { Bucket } from './computeQuantile';
import type { Sample } from './parseExposition';
import type { Scrape } from './Scrape';

/** Scrapes of a stretch of time, the oldest first, and what they make together. */
export class ScrapeWindow {
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
    return names
      .map(name => name + suffix)
      .find(name =>
        this.scrapes.some(({ pods }) =>
          Object.values(pods).some(samples =>
            samples.some(sample => sample.name === name),
          ),
        ),
      );
  }

  /** Values of a gauge at the last scrape, one for each rank of each pod. */
  gauges(name: string): number[] {
    return Object.values(this.last?.pods ?? {}).flatMap(samples =>
      samples.filter(sample => sample.name === name).map(({ value }) => value),
    );
  }

  /**
   * A counter's growth in a second, by a label; pods and ranks are added up.
   *
   * @returns `undefined` when no pod was scraped twice
   */
  rates(name: string, label: string): Map<string, number> | undefined {
    const rates = new Map<string, number>();
    let isKnown = false;
    for (const uid of new Set(this.scrapes.flatMap(s => Object.keys(s.pods)))) {
      const seen = this.scrapes.filter(({ pods }) => pods[uid]);
      const seconds = (seen[seen.length - 1].at - seen[0].at) / 1000;
      if (seconds > 0) {
        isKnown = true;
        for (const [key, series] of seriesOf(
          seen.map(s => s.pods[uid]),
          name,
        )) {
          const value = JSON.parse(key)[label] ?? '';
          const rate = increase(series) / seconds;
          rates.set(value, (rates.get(value) ?? 0) + rate);
        }
      }
    }
    return isKnown ? rates : undefined;
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
}

function seriesOf(scrapes: Sample[][], name: string): Map<string, number[]> {
  const series = new Map<string, number[]>();
  for (const samples of scrapes) {
    for (const { labels, value, ...sample } of samples) {
      if (sample.name === name) {
        const key = JSON.stringify(labels);
        series.set(key, [...(series.get(key) ?? []), value]);
      }
    }
  }
  return series;
}

/** A counter that falls began anew at 0. */
function increase(values: number[]): number {
  let sum = 0;
  for (let index = 1; index < values.length; index++) {
    const [before, after] = [values[index - 1], values[index]];
    sum += after >= before ? after - before : after;
  }
  return sum;
}
