import type { Knex } from 'knex';
import { databases } from '../../__testUtils__/databases';
import { aPod } from '../../domain/__testUtils__/observedFacts';
import type { PodFacts } from '../../domain/facts/ObservedModel';
import { buildStoredModel } from '../__testUtils__/buildStoredModel';
import { insertModel } from '../__testUtils__/insertModel';
import { openStores } from '../__testUtils__/openStores';
import type { Database } from '../openDatabase';

const ACME = 'group:default/acme';
const ID = 'mdl_00000000000000000001';
const HOUR = 3_600_000;
const START = Date.parse('2026-03-01T00:00:00Z');

const COUNTS = {
  requests: 1,
  errors: 0,
  prompt_tokens: 10,
  cached_tokens: 2,
  completion_tokens: 5,
};

describe.each(databases.eachSupportedId())(
  'DatabaseUsage on %s',
  databaseId => {
    let knex: Knex;
    let stores: Database;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      stores = await openStores(knex);
      await insertModel(stores, buildStoredModel({ id: ID, name: 'qwen' }));
    }, 60_000);

    afterEach(async () => {
      for (const table of ['usage_days', 'key_minutes', 'gpu_time']) {
        await knex(table).delete();
      }
    });

    it('adds what comes to what is there, of all backends', async () => {
      const row = {
        organizationId: ACME,
        day: '2026-03-01',
        modelId: ID,
        modelName: 'qwen',
        keyId: 'key_1',
        subject: '',
        ...COUNTS,
      };
      const minute = { keyId: 'key_1', minute: 7, requests: 1, tokens: 15 };
      const add = (backend: Database) =>
        backend.usage.add([row, { ...row, day: '2026-03-02' }], {
          minutes: [minute],
          usedAt: '2026-03-01T00:00:00Z',
        });
      const other = await openStores(knex, { holder: 'another' });
      await Promise.all([stores, other, stores].map(add));
      const range = {
        ...{ from: '2026-03-01', to: '2026-03-01' },
        groupBy: 'model' as const,
      };
      expect(await stores.usage.read(ACME, range)).toEqual([
        {
          ...{
            day: '',
            modelId: ID,
            modelName: 'qwen',
            keyId: '',
            subject: '',
          },
          errors: 3 * row.errors,
          requests: 3,
          prompt_tokens: 30,
          cached_tokens: 6,
          completion_tokens: 15,
        },
      ]);
      for (const [groupBy, found] of [
        ['day', [{ day: '2026-03-01' }, { day: '2026-03-02' }]],
        ['key', [{ keyId: 'key_1', requests: 6 }]],
        ['user', [{ subject: '', requests: 6 }]],
      ] as const) {
        expect(
          await stores.usage.read(ACME, {
            ...range,
            to: '2026-03-02',
            groupBy,
          }),
        ).toMatchObject(found);
      }
      expect(await stores.usage.readKeyMinutes(['key_1'], 7)).toEqual([
        { ...minute, requests: 3, tokens: 45 },
      ]);
      const days = await stores.usage.readKeyDays(['key_1'], '2026-03-02');
      expect(days.get('key_1')).toBe(45);
      await stores.usage.forgetMinutesBefore(100);
      expect(await stores.usage.readKeyMinutes(['key_1'], 7)).toEqual([]);
      expect(await stores.usage.read('group:default/globex', range)).toEqual(
        [],
      );
    });

    describe('of GPUs', () => {
      const pod = (name: string, facts: Partial<PodFacts> = {}) =>
        aPod({
          name,
          scheduledAt: new Date(START).toISOString(),
          gpus: { type: 'H100', count: 2 },
          ...facts,
        });

      const see = (
        pods: PodFacts[],
        clock: { now: number; unseenSince?: number },
      ) =>
        stores.observations.save(
          'test',
          [
            {
              modelId: ID,
              observation: {
                objects: [],
                model: {
                  pods,
                  events: [],
                  serviceExists: true,
                  serviceMonitorExists: true,
                },
              },
            },
          ],
          new Date(clock.now).toISOString(),
          clock,
        );

      const hours = async (until = START + 100 * HOUR) => {
        const held = await stores.usage.readGpuTime(ACME, {
          from: START,
          to: until,
        });
        return held.map(({ startedAt, until: end, gpus }) => [
          gpus,
          (end - startedAt) / HOUR,
        ]);
      };

      it('counts a pod once, however often it is seen, until it is gone', async () => {
        await see([pod('a')], { now: START + HOUR });
        await see([pod('a')], { now: START + HOUR });
        await see([pod('a')], { now: START + 2 * HOUR });
        await stores.clusterFacts.saveReachable(
          'test',
          new Date(START + 3 * HOUR).toISOString(),
        );
        expect(await hours()).toEqual([[2, 3]]);
        await see([], { now: START + 4 * HOUR });
        await see([], { now: START + 9 * HOUR });
        expect(await hours()).toEqual([[2, 4]]);
      });

      it('ends with what was seen last where nobody watched', async () => {
        await see([pod('a')], { now: START + HOUR });
        await see([], { now: START + 9 * HOUR, unseenSince: START + 2 * HOUR });
        expect(await hours()).toEqual([[2, 2]]);
      });

      it('never becomes negative when a clock steps back', async () => {
        await see([pod('a')], { now: START + HOUR });
        await see([], { now: START - HOUR });
        expect(await hours()).toEqual([]);
        const [row] = await knex('gpu_time');
        expect(Number(row.ended_at)).toBe(Number(row.started_at));
      });

      it('takes in a whole cluster at once, and all of it that is gone or back', async () => {
        const pods = Array.from({ length: 12_000 }, (_, n) => pod(`p${n}`));
        const open = async () =>
          (await knex('gpu_time').whereNull('ended_at')).length;
        await see(pods, { now: START + HOUR });
        expect(await open()).toBe(12_000);
        await see([], { now: START + 2 * HOUR });
        expect(await open()).toBe(0);
        await see(pods, { now: START + 3 * HOUR });
        expect(await open()).toBe(12_000);
      });

      it('leaves out what holds none: no node, no GPUs, ended', async () => {
        await see(
          [
            pod('unbound', { node: undefined }),
            pod('cpu', { gpus: undefined }),
            pod('ended', { phase: 'Failed' }),
          ],
          { now: START + HOUR },
        );
        expect(await hours()).toEqual([]);
      });
    });
  },
);
