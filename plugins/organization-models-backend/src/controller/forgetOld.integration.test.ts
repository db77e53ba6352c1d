import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import { buildStoredModel } from '../database/__testUtils__/buildStoredModel';
import { insertModel } from '../database/__testUtils__/insertModel';
import { openStores } from '../database/__testUtils__/openStores';
import type { Database } from '../database/openDatabase';
import { forgetOld, type Retention, scheduleForgetting } from './forgetOld';

jest.setTimeout(60_000);

const NOW = new Date('2026-06-01T12:00:00.000Z');
const { signal } = new AbortController();

const KEPT: Retention = {
  generations: { days: 30, last: 2 },
  history: { days: 20, last: 3 },
  crashLogs: { days: 10 },
  usage: { days: 31 },
};

describe('forgetOld', () => {
  let knex: Knex;
  let stores: Database;
  let logger: ReturnType<typeof mockServices.logger.mock>;

  /** So many days before now, RFC 3339. */
  const ago = (days: number) =>
    new Date(NOW.getTime() - days * 86_400_000).toISOString();

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    stores = await openStores(knex);
    logger = mockServices.logger.mock();
    await insertModel(stores, buildStoredModel({ id: 'mdl_a' }));
    await knex('models').update({ generation: 6, observed_generation: 6 });
    await knex('model_generations').delete();
    await knex('model_history').delete();
    for (const [index, days] of [50, 40, 31, 29, 2, 1].entries()) {
      await knex('model_generations').insert({
        model_id: 'mdl_a',
        generation: index + 1,
        spec: '{}',
        resolved: '{}',
        created_by: 'user:default/someone',
        created_at: ago(days),
      });
    }
    for (const days of [50, 40, 21, 19, 1]) {
      await knex('model_history').insert({
        model_id: 'mdl_a',
        organization_id: 'group:default/acme',
        at: ago(days),
        kind: 'status',
        code: `${days}`,
        message: '',
      });
    }
    for (const days of [11, 9]) {
      await stores.crashLogs.save('mdl_a', {
        generation: 1,
        pod: 'a-0',
        container: 'engine',
        endedAt: ago(days),
        exitCode: 1,
        lines: ['bad'],
      });
    }
    for (const days of [32, 30]) {
      await knex('usage_days').insert({
        organization_id: 'group:default/acme',
        day: ago(days).slice(0, 10),
        model_id: 'mdl_a',
        model_name: 'a',
        key_id: '',
        subject: 'user:default/someone',
        requests: 1,
        errors: 0,
        prompt_tokens: 1,
        cached_tokens: 0,
        completion_tokens: 1,
      });
    }
  });

  const forget = (options: { config?: Retention; signal?: AbortSignal } = {}) =>
    forgetOld({
      retention: stores.retention,
      config: KEPT,
      logger,
      now: NOW,
      signal,
      ...options,
    });

  const left = async () => ({
    generations: (await knex('model_generations').orderBy('generation')).map(
      ({ generation }) => generation,
    ),
    history: (await knex('model_history').orderBy('id')).map(
      ({ code }) => code,
    ),
    crashLogs: (await knex('crash_logs')).length,
    usage: (await knex('usage_days')).length,
  });

  it('forgets what is older than each may become, and says how much', async () => {
    await forget();
    expect(await left()).toEqual({
      generations: [4, 5, 6],
      history: ['21', '19', '1'],
      crashLogs: 1,
      usage: 1,
    });
    expect(logger.info.mock.calls).toEqual([
      [
        'Forgot what is older than it has to be: 3 generations, 2 entries of history, 1 crash logs, 1 rows of usage',
      ],
    ]);
    await forget();
    expect(logger.info).toHaveBeenCalledTimes(1);
  });

  it('keeps usage for ever where config does not end it', async () => {
    await forget({ config: { ...KEPT, usage: undefined } });
    expect((await left()).usage).toBe(2);
  });

  it('forgets nothing once it is told to stop', async () => {
    const before = await left();
    await forget({ signal: AbortSignal.abort() });
    expect(await left()).toEqual(before);
  });

  it('is scheduled once a day, for one backend of all', async () => {
    const scheduler = mockServices.scheduler.mock();
    await scheduleForgetting({
      scheduler,
      retention: stores.retention,
      config: KEPT,
      logger,
    });
    const [[task]] = scheduler.scheduleTask.mock.calls;
    expect(task).toMatchObject({
      id: 'organization-models-retention',
      scope: 'global',
      frequency: { hours: 24 },
    });
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'], now: NOW });
    try {
      await task.fn(signal);
    } finally {
      jest.useRealTimers();
    }
    expect((await left()).generations).toEqual([4, 5, 6]);
  });
});
