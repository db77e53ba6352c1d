import type { Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import { buildStoredModel } from './__testUtils__/buildStoredModel';
import { insertModel } from './__testUtils__/insertModel';
import { openStores } from './__testUtils__/openStores';
import type { Database } from './openDatabase';

jest.setTimeout(60_000);

const OLD = '2025-01-01T00:00:00.000Z';
const NEW = '2026-01-01T00:00:00.000Z';
const BEFORE = '2025-06-01T00:00:00.000Z';
const { signal } = new AbortController();

describe.each(databases.eachSupportedId())('DatabaseRetention on %s', id => {
  let knex: Knex;
  let stores: Database;

  beforeEach(async () => {
    knex = await databases.init(id);
    stores = await openStores(knex);
  });

  const many = <T>(count: number, build: (number: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => build(index + 1));

  /** A model with as many old generations, and a few new ones. */
  const insertWithGenerations = async (
    modelId: string,
    counts: { old: number; fresh: number },
    columns: object = {},
  ) => {
    await insertModel(stores, buildStoredModel({ id: modelId }));
    const generation = counts.old + counts.fresh;
    await knex('models')
      .where({ id: modelId })
      .update({ generation, observed_generation: generation, ...columns });
    await knex('model_generations').where({ model_id: modelId }).delete();
    const rows = many(generation, number => ({
      model_id: modelId,
      generation: number,
      spec: '{}',
      resolved: '{}',
      created_by: 'user:default/someone',
      created_at: number <= counts.old ? OLD : NEW,
    }));
    await knex.batchInsert('model_generations', rows, 100);
  };

  const generationsOf = async (modelId: string) =>
    (
      await knex('model_generations')
        .where({ model_id: modelId })
        .orderBy('generation')
        .select('generation')
    ).map(({ generation }) => generation);

  it('keeps generations that are young, among the last, or in use', async () => {
    await insertWithGenerations('mdl_a', { old: 700, fresh: 2 });
    await insertWithGenerations(
      'mdl_b',
      { old: 10, fresh: 0 },
      { observed_generation: 4, reached: '{"served":2,"servedFully":1}' },
    );
    await insertWithGenerations('mdl_c', { old: 2, fresh: 20 });
    const forgotten = await stores.retention.forgetGenerations(
      { before: BEFORE, last: 5 },
      signal,
    );
    expect(await generationsOf('mdl_a')).toEqual([698, 699, 700, 701, 702]);
    expect(await generationsOf('mdl_b')).toEqual([1, 2, 4, 6, 7, 8, 9, 10]);
    expect(await generationsOf('mdl_c')).toEqual(many(20, n => n + 2));
    expect(forgotten).toBe(697 + 2 + 2);
  });

  it('keeps the last entries of the history of each model', async () => {
    for (const [modelId, old] of [
      ['mdl_a', 700],
      ['mdl_b', 2],
    ] as const) {
      await insertModel(
        stores,
        buildStoredModel({ id: modelId, createdAt: OLD }),
      );
      await knex.batchInsert(
        'model_history',
        [...many(old, () => OLD), NEW].map(at => ({
          model_id: modelId,
          organization_id: 'group:default/acme',
          at,
          kind: 'status',
          code: 'Running',
          message: 'It runs.',
        })),
        100,
      );
    }
    const forgotten = await stores.retention.forgetHistory(
      { before: BEFORE, last: 3 },
      signal,
    );
    const counts = await knex('model_history')
      .groupBy('model_id')
      .orderBy('model_id')
      .select('model_id')
      .count({ count: '*' });
    expect(counts.map(({ count }) => Number(count))).toEqual([3, 3]);
    expect(forgotten).toBe(699 + 1);
  });

  it('asks no more often where there are more models with nothing to forget', async () => {
    await insertModel(stores, buildStoredModel({ id: 'mdl_a' }));
    const countStatements = async () => {
      let statements = 0;
      const count = () => {
        statements += 1;
      };
      knex.on('query', count);
      const outdated = { before: BEFORE, last: 3 };
      await stores.retention.forgetHistory(outdated, signal);
      await stores.retention.forgetGenerations(outdated, signal);
      knex.off('query', count);
      return statements;
    };
    const alone = await countStatements();
    for (const name of many(20, index => `more-${index}`)) {
      const model = buildStoredModel({ id: `mdl_${name}`, name });
      await insertModel(stores, model);
    }
    expect(await countStatements()).toBe(alone);
  });

  it('forgets crash logs and usage by their age, and no pod that still runs', async () => {
    await insertModel(stores, buildStoredModel({ id: 'mdl_a' }));
    for (const endedAt of [OLD, NEW]) {
      await stores.crashLogs.save('mdl_a', {
        generation: 1,
        pod: 'a-0',
        container: 'engine',
        endedAt,
        exitCode: 1,
        lines: ['bad'],
      });
    }
    expect(await stores.retention.forgetCrashLogs(BEFORE, signal)).toBe(1);
    expect(await stores.crashLogs.read('mdl_a')).toHaveLength(1);

    const counted = { requests: 1, errors: 0, prompt_tokens: 1 };
    await knex('usage_days').insert(
      [OLD, NEW].map(at => ({
        ...counted,
        organization_id: 'group:default/acme',
        day: at.slice(0, 10),
        model_id: 'mdl_a',
        model_name: 'a',
        key_id: '',
        subject: 'user:default/someone',
        cached_tokens: 0,
        completion_tokens: 1,
      })),
    );
    await knex('gpu_time').insert(
      [OLD, NEW, null].map((at, index) => ({
        cluster: 'test',
        pod_uid: `uid-${index}`,
        organization_id: 'group:default/acme',
        model_id: 'mdl_a',
        model_name: 'a',
        gpu_type: 'H100',
        gpus: 1,
        started_at: Date.parse(OLD),
        ended_at: at && Date.parse(at),
      })),
    );
    expect(await stores.retention.forgetUsage(BEFORE, signal)).toBe(2);
    expect(await knex('usage_days').select('day')).toEqual([
      { day: NEW.slice(0, 10) },
    ]);
    expect(await knex('gpu_time').select('pod_uid')).toHaveLength(2);
  });
});
