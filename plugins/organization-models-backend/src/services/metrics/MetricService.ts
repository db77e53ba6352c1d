import {
  modelReadPermission,
  type ModelMetrics,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { DEFAULT_RUNTIME, findRuntime } from '../../domain/engines/findRuntime';
import { computeSeries } from '../../domain/metrics/computeSeries';
import { namesOf } from '../../domain/metrics/namesOf';
import type { Caller } from '../access/Caller';
import type { AuthorizedModelService } from '../models/AuthorizedModelService';
import type { ModelScraper } from './ModelScraper';

/** Milliseconds. */
export type MetricRequest = { rangeMs: number; stepMs: number };

/** How models do, for those who may read them. */
export class MetricService {
  constructor(
    private readonly options: {
      models: Pick<AuthorizedModelService, 'permit'>;
      scraper: Pick<ModelScraper, 'look' | 'stop'>;
      /** Milliseconds since the epoch. */
      now(): number;
    },
  ) {}

  async read(
    modelId: string,
    { rangeMs, stepMs }: MetricRequest,
    caller: Caller,
  ): Promise<ModelMetrics> {
    const { models, scraper, now } = this.options;
    const { id, cluster, deployment_config } = await models.permit(
      modelReadPermission,
      modelId,
      caller,
    );
    const { endpoints, metrics: engine } = findRuntime(
      deployment_config.runtime ?? DEFAULT_RUNTIME,
    );
    const scrapes = await scraper.look({
      id,
      cluster,
      port: endpoints.port,
      path: endpoints.metrics,
      names: namesOf(engine),
    });
    const to = now();
    const grid = { from: to - rangeMs, to, stepMs };
    return {
      source: 'scraped',
      ...(scrapes.length > 0
        ? { known_since: new Date(scrapes[0].at).toISOString() }
        : {}),
      from: new Date(grid.from).toISOString(),
      to: new Date(to).toISOString(),
      step_seconds: stepMs / 1000,
      series: computeSeries(scrapes, { engine, grid }),
    };
  }

  /** Ends all scraping. */
  stop(): void {
    this.options.scraper.stop();
  }
}
