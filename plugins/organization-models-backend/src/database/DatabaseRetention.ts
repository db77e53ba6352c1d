import type { Knex } from 'knex';
import type { ModelRow } from './models/modelRows';

/** Rows per statement: each one is a short wait for whoever else writes. */
const BATCH = 500;
/** Models looked at together. */
const PAGE = 200;

/** What is older may go, but for the last so many of each model. */
export type Outdated = { before: string; last: number };

type KeptModel = Pick<
  ModelRow,
  'id' | 'generation' | 'observed_generation' | 'reached'
>;

/**
 * Forgets what only grows. Whatever happens meanwhile is newer than what goes,
 * so nothing is locked; times are RFC 3339 in UTC.
 */
export class DatabaseRetention {
  constructor(private readonly knex: Knex) {}

  /**
   * Forgets old generations, but never one that runs, ran well, or is to run.
   *
   * @returns how many
   */
  forgetGenerations(
    { before, last }: Outdated,
    signal: AbortSignal,
  ): Promise<number> {
    const newestToGo = ({ generation }: KeptModel) => generation - last;
    return this.#ofEachModel(signal, {
      choose: models => models.filter(model => newestToGo(model) > 0),
      forget: model =>
        this.#forget('model_generations', 'generation', signal, table =>
          table
            .where({ model_id: model.id })
            .where('created_at', '<', before)
            .where('generation', '<=', newestToGo(model))
            .whereNotIn('generation', generationsInUse(model)),
        ),
    });
  }

  /** @returns how many entries were forgotten */
  forgetHistory(
    { before, last }: Outdated,
    signal: AbortSignal,
  ): Promise<number> {
    return this.#ofEachModel(signal, {
      choose: async models => {
        const ids: string[] = await this.knex('model_history')
          .whereIn(
            'model_id',
            models.map(({ id }) => id),
          )
          .groupBy('model_id')
          .havingRaw('count(*) > ? and min(at) < ?', [last, before])
          .pluck('model_id');
        return models.filter(({ id }) => ids.includes(id));
      },
      forget: async ({ id }) => {
        const oldestToStay = await this.knex('model_history')
          .where({ model_id: id })
          .orderBy('id', 'desc')
          .offset(last - 1)
          .first('id');
        return this.#forget('model_history', 'id', signal, table =>
          table
            .where({ model_id: id })
            .where('at', '<', before)
            .where('id', '<', oldestToStay.id),
        );
      },
    });
  }

  /** @returns how many logs were forgotten */
  forgetCrashLogs(before: string, signal: AbortSignal): Promise<number> {
    return this.#forget('crash_logs', 'id', signal, table =>
      table.where('ended_at', '<', before),
    );
  }

  /**
   * Forgets the counts of days, and the pods that ended, before a day.
   *
   * @returns how many rows
   */
  async forgetUsage(before: string, signal: AbortSignal): Promise<number> {
    const day = before.slice(0, 10);
    const days = await this.knex('usage_days')
      .where('day', '<', day)
      .distinct<{ day: string }[]>('day');
    let forgotten = 0;
    for (const each of days) {
      if (!signal.aborted) {
        forgotten += await this.knex('usage_days').where(each).delete();
      }
    }
    const pods = await this.#forget('gpu_time', 'pod_uid', signal, table =>
      table.where('ended_at', '<', Date.parse(`${day}T00:00:00Z`)),
    );
    return forgotten + pods;
  }

  /** @param how - `choose`: those of a page that may have something to forget */
  async #ofEachModel(
    signal: AbortSignal,
    how: {
      choose(models: KeptModel[]): KeptModel[] | Promise<KeptModel[]>;
      forget(model: KeptModel): Promise<number>;
    },
  ): Promise<number> {
    let forgotten = 0;
    let after = '';
    while (!signal.aborted) {
      const page: KeptModel[] = await this.knex('models')
        .where('id', '>', after)
        .orderBy('id')
        .limit(PAGE)
        .select('id', 'generation', 'observed_generation', 'reached');
      for (const model of await how.choose(page)) {
        forgotten += signal.aborted ? 0 : await how.forget(model);
      }
      if (page.length < PAGE) {
        break;
      }
      after = page.at(-1)!.id;
    }
    return forgotten;
  }

  async #forget(
    table: string,
    key: string,
    signal: AbortSignal,
    narrow: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  ): Promise<number> {
    let forgotten = 0;
    while (!signal.aborted) {
      const some = narrow(this.knex(table)).select(key).limit(BATCH);
      // Keys of generations are theirs within a model only
      const count = await narrow(this.knex(table)).whereIn(key, some).delete();
      forgotten += count;
      if (count < BATCH) {
        break;
      }
    }
    return forgotten;
  }
}

function generationsInUse(model: KeptModel): number[] {
  const reached = model.reached ? JSON.parse(model.reached) : {};
  return [
    model.generation,
    model.observed_generation,
    ...Object.values<unknown>(reached),
  ].filter(value => typeof value === 'number');
}
