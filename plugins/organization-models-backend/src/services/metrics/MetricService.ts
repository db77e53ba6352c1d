import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type Model,
  modelReadPermission,
  type ModelMetrics,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { DEFAULT_RUNTIME, findRuntime } from '../../domain/engines/findRuntime';
import { computeSeries, type Grid } from '../../domain/metrics/computeSeries';
import { namesOf } from '../../domain/metrics/namesOf';
import type { Caller } from '../access/Caller';
import type { AuthorizedModelService } from '../models/AuthorizedModelService';
import type { ModelScraper } from './ModelScraper';
import { type Prometheus, readSeries } from './readSeries';

/** Milliseconds. */
export type MetricRequest = { rangeMs: number; stepMs: number };

/** Finds Prometheus, where config has one for a cluster. */
export type FindPrometheus = (cluster: string) => Prometheus | undefined;

/** How models do, for those who may read them. */
export class MetricService {
  readonly #warned = new Map<string, string>();

  constructor(
    private readonly options: {
      models: Pick<AuthorizedModelService, 'permit'>;
      scraper: Pick<ModelScraper, 'look' | 'stop'>;
      findPrometheus: FindPrometheus;
      logger: Pick<LoggerService, 'warn'>;
      /** Milliseconds since the epoch. */
      now(): number;
    },
  ) {}

  async read(
    modelId: string,
    { rangeMs, stepMs }: MetricRequest,
    caller: Caller,
  ): Promise<ModelMetrics> {
    const { models, findPrometheus, now } = this.options;
    const model = await models.permit(modelReadPermission, modelId, caller);
    const prometheus = findPrometheus(model.cluster);
    const to = now();
    const grid = { from: to - rangeMs, to, stepMs };
    if (!prometheus) {
      return this.#scrape(model, grid);
    }
    try {
      const { metrics: engine } = runtimeOf(model);
      return {
        source: 'prometheus',
        ...toHead(grid),
        series: await readSeries(model, { prometheus, engine, grid }),
      };
    } catch (error) {
      this.#warn(model, error as Error);
      const fallback = `${(error as Error).message}: scraped instead`;
      return { ...(await this.#scrape(model, grid)), fallback };
    }
  }

  async #scrape(model: Model, grid: Grid): Promise<ModelMetrics> {
    const { endpoints, metrics: engine } = runtimeOf(model);
    const scrapes = await this.options.scraper.look({
      id: model.id,
      cluster: model.cluster,
      port: endpoints.port,
      path: endpoints.metrics,
      names: namesOf(engine),
    });
    return {
      source: 'scraped',
      ...(scrapes.length > 0
        ? { known_since: new Date(scrapes[0].at).toISOString() }
        : {}),
      ...toHead(grid),
      series: computeSeries(scrapes, { engine, grid }),
    };
  }

  // Somebody who looks asks every few seconds
  #warn({ cluster }: Model, { message }: Error) {
    if (this.#warned.get(cluster) !== message) {
      this.#warned.set(cluster, message);
      this.options.logger.warn(`Metrics of cluster ${cluster}: ${message}`);
    }
  }

  /** Ends all scraping. */
  stop(): void {
    this.options.scraper.stop();
  }
}

function runtimeOf({ deployment_config }: Model) {
  return findRuntime(deployment_config.runtime ?? DEFAULT_RUNTIME);
}

function toHead({ from, to, stepMs }: Grid) {
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    step_seconds: stepMs / 1000,
  };
}
