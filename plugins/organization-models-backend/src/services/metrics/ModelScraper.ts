import { LRUCache } from 'lru-cache';
import type { DatabaseObservations } from '../../database/DatabaseObservations';
import { parseExposition } from '../../domain/metrics/parseExposition';
import type { Scrape } from '../../domain/metrics/Scrape';
import type { PodFacts } from '../../domain/facts/ObservedModel';

/** What services need of clusters to read metrics. */
export interface PodMetrics {
  /** @returns the text of a pod's metrics; `undefined` when it does not answer */
  read(
    place: { cluster: string; pod: PodFacts; port: number; path: string },
    signal: AbortSignal,
  ): Promise<string | undefined>;
}

/** A model whose pods are scraped. */
export type ScrapedModel = {
  id: string;
  cluster: string;
  port: number;
  path: string;
  /** Series that are kept. */
  names: ReadonlySet<string>;
};

const EVERY_MS = 15_000;
const KEPT_MS = 3_600_000;
/** So long after the last look scraping goes on. */
const PATIENCE_MS = 120_000;
const MOST_MODELS = 200;
const MOST_PODS = 16;

type Ring = {
  scrapes: Scrape[];
  first: Promise<void>;
  lookedAt: number;
  model: ScrapedModel;
};

/** Scrapes models that somebody looks at, and keeps an hour of it in memory. */
export class ModelScraper {
  readonly #rings = new LRUCache<string, Ring>({ max: MOST_MODELS });
  readonly #stopping = new AbortController();

  constructor(
    private readonly options: {
      observations: DatabaseObservations;
      metrics: PodMetrics;
      /** Milliseconds since the epoch. */
      now(): number;
      pause(milliseconds: number, signal: AbortSignal): Promise<void>;
    },
  ) {}

  /** The scrapes of a model; from now on there are more of them for a while. */
  async look(model: ScrapedModel): Promise<Scrape[]> {
    const known = this.#rings.get(model.id);
    const ring = known ?? this.#begin(model);
    ring.lookedAt = this.options.now();
    await ring.first;
    return ring.scrapes;
  }

  /** The scrapes that there are of a model; it starts none. */
  peek(modelId: string): Scrape[] {
    return this.#rings.peek(modelId)?.scrapes ?? [];
  }

  stop(): void {
    this.#stopping.abort();
  }

  #begin(model: ScrapedModel): Ring {
    const ring: Ring = {
      scrapes: [],
      first: Promise.resolve(),
      lookedAt: this.options.now(),
      model,
    };
    this.#rings.set(model.id, ring);
    ring.first = this.#scrape(ring);
    void this.#goOn(ring);
    return ring;
  }

  async #goOn(ring: Ring): Promise<void> {
    const { signal } = this.#stopping;
    await ring.first;
    while (!signal.aborted && this.#isLookedAt(ring)) {
      await this.options.pause(EVERY_MS, signal);
      await this.#scrape(ring);
    }
    // Beyond that hole rates would be of another time
    if (this.#rings.peek(ring.model.id) === ring) {
      this.#rings.delete(ring.model.id);
    }
  }

  #isLookedAt(ring: Ring): boolean {
    return (
      this.#rings.peek(ring.model.id) === ring &&
      this.options.now() - ring.lookedAt < PATIENCE_MS
    );
  }

  async #scrape({ model, scrapes }: Ring): Promise<void> {
    const { observations, metrics, now } = this.options;
    const known = await observations.read(model.id).catch(() => undefined);
    const { pods = [], deployment } = known?.observation.model ?? {};
    const ready = pods.filter(pod => pod.ready && !pod.deleting);
    const texts = await Promise.all(
      ready.slice(0, MOST_PODS).map(async pod => {
        const place = { ...model, pod };
        const text = await metrics.read(place, this.#stopping.signal);
        return text === undefined
          ? []
          : [[pod.uid, parseExposition(text, model.names)] as const];
      }),
    );
    const at = now();
    scrapes.push({
      at,
      pods: Object.fromEntries(texts.flat()),
      readyReplicas: ready.length,
      wantedReplicas: deployment?.wantedReplicas,
    });
    while (scrapes[0].at < at - KEPT_MS) {
      scrapes.shift();
    }
  }
}
