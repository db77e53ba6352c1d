import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type Model,
  modelReadPermission,
  type ModelLoad,
  type ModelLoads,
  type ModelMetrics,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { DEFAULT_RUNTIME, findRuntime } from '../../domain/engines/findRuntime';
import type { EngineMetrics } from '../../domain/engines/EngineMetrics';
import type { DatabaseHistory } from '../../database/models/DatabaseHistory';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { toLatest } from '../../domain/metrics/toLatest';
import {
  computeSeries,
  type Grid,
  SHORTEST_WINDOW_MS,
} from '../../domain/metrics/computeSeries';
import { DEPLOYMENTS, toMarks } from '../../domain/metrics/toMarks';
import { namesOf } from '../../domain/metrics/namesOf';
import { type Caller, refuseEveryOrganization } from '../access/Caller';
import type { AuthorizedModelService } from '../models/AuthorizedModelService';
import type { ModelScraper } from './ModelScraper';
import { readLatest } from './readLatest';
import { type Prometheus, readSeries } from './readSeries';

/** Milliseconds. */
export type MetricRequest = { rangeMs: number; stepMs: number };

/** Finds Prometheus, where config has one for a cluster. */
export type FindPrometheus = (cluster: string) => Prometheus | undefined;

/** Of the newest, in one answer. */
const MOST_MARKS = 200;

/** How models do, for those who may read them. */
export class MetricService {
  readonly #warned = new Map<string, string>();

  constructor(
    private readonly options: {
      models: Pick<AuthorizedModelService, 'permit' | 'selectRead'>;
      history: Pick<DatabaseHistory, 'read'>;
      stored: { readOf(organizationId: string): Promise<StoredModel[]> };
      scraper: Pick<ModelScraper, 'look' | 'peek' | 'stop'>;
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
    const model = await this.options.models.permit(
      modelReadPermission,
      modelId,
      caller,
    );
    const since = new Date(this.options.now() - rangeMs).toISOString();
    const [metrics, { entries }] = await Promise.all([
      this.#readSeries(model, { rangeMs, stepMs }),
      this.options.history.read(model.id, {
        limit: MOST_MARKS,
        codes: DEPLOYMENTS,
        since,
      }),
    ]);
    return { ...metrics, marks: toMarks(entries, metrics.series) };
  }

  async #readSeries(
    model: Model,
    { rangeMs, stepMs }: MetricRequest,
  ): Promise<Omit<ModelMetrics, 'marks'>> {
    const { findPrometheus, now } = this.options;
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

  /**
   * How the models of an organization do now. It starts no scrapes: of a model
   * that nobody looks at, Prometheus alone knows something.
   */
  async list(caller: Caller): Promise<ModelLoads> {
    refuseEveryOrganization(caller);
    const { models, stored } = this.options;
    const all = await stored.readOf(caller.organizationId);
    const readable = await models.selectRead(all, caller);
    const groups = new Map<string, StoredModel[]>();
    for (const model of readable) {
      const key = JSON.stringify([model.cluster, runtimeNameOf(model.spec)]);
      groups.set(key, [...(groups.get(key) ?? []), model]);
    }
    const loads = await Promise.all(
      [...groups.values()].map(group => this.#readLoads(group)),
    );
    const byId = new Map(loads.flat().map(load => [load.model_id, load]));
    return { metrics: readable.flatMap(({ id }) => byId.get(id) ?? []) };
  }

  async #readLoads(models: StoredModel[]): Promise<ModelLoad[]> {
    const { findPrometheus, now } = this.options;
    const [{ cluster, spec }] = models;
    const prometheus = findPrometheus(cluster);
    const { metrics: engine } = findRuntime(runtimeNameOf(spec));
    if (!prometheus) {
      return models.map(model => this.#peek(model, engine));
    }
    try {
      const context = { prometheus, engine, now: now() };
      const found = await readLatest(models, context);
      return models.map(model => ({
        ...identityOf(model),
        source: 'prometheus',
        ...toLatest(found.get(model.id) ?? []),
      }));
    } catch (error) {
      this.#warn({ cluster }, error as Error);
      const fallback = (error as Error).message;
      return models.map(model => ({ ...this.#peek(model, engine), fallback }));
    }
  }

  #peek(model: StoredModel, engine: EngineMetrics): ModelLoad {
    const { scraper, now } = this.options;
    const scrapes = scraper.peek(model.id);
    const at = now();
    const grid = { from: at, to: at, stepMs: SHORTEST_WINDOW_MS };
    return {
      ...identityOf(model),
      source: scrapes.length > 0 ? 'scraped' : 'none',
      ...toLatest(computeSeries(scrapes, { engine, grid })),
    };
  }

  // The first look scrapes: the grid ends when that is done, or would miss it
  async #scrape(
    model: Model,
    asked: Grid,
  ): Promise<Omit<ModelMetrics, 'marks'>> {
    const { endpoints, metrics: engine } = runtimeOf(model);
    const scrapes = await this.options.scraper.look({
      id: model.id,
      cluster: model.cluster,
      port: endpoints.port,
      path: endpoints.metrics,
      names: namesOf(engine),
    });
    const to = this.options.now();
    const grid = { ...asked, from: to - (asked.to - asked.from), to };
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
  #warn({ cluster }: { cluster: string }, { message }: Error) {
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

function runtimeOf(model: Model) {
  return findRuntime(runtimeNameOf(model));
}

function runtimeNameOf(spec: { deployment_config?: { runtime?: string } }) {
  return spec.deployment_config?.runtime ?? DEFAULT_RUNTIME;
}

function identityOf({ id, name, cluster }: StoredModel) {
  return { model_id: id, name, cluster };
}

function toHead({ from, to, stepMs }: Grid) {
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    step_seconds: stepMs / 1000,
  };
}
