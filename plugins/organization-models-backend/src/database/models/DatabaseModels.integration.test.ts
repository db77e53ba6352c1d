import { databases } from '../../__testUtils__/databases';
import { buildStoredModel } from '../__testUtils__/buildStoredModel';
import { insertModel } from '../__testUtils__/insertModel';
import { openStores } from '../__testUtils__/openStores';
import type { DatabaseModels } from './DatabaseModels';
import type { Database } from '../openDatabase';
import type { ListModels } from './listModels';

jest.setTimeout(60_000);

const ACME = 'group:default/acme';

const ALL: ListModels = {
  organizationId: ACME,
  modelTypes: [],
  statuses: [],
  tags: [],
  createdBy: [],
  sort: { column: 'created_at', order: 'desc' },
  limit: 100,
};

describe.each(databases.eachSupportedId())('DatabaseModels on %s', id => {
  let stores: Database;
  let models: DatabaseModels;

  beforeEach(async () => {
    stores = await openStores(await databases.init(id));
    models = stores.models;
  });

  const insert = (given: Parameters<typeof buildStoredModel>[0]) =>
    insertModel(stores, buildStoredModel(given));

  const listIds = async (query: Partial<ListModels> = {}) => {
    const page = await models.list({ ...ALL, ...query });
    return page.models.map(model => model.id);
  };

  describe('list', () => {
    it('tells organizations apart', async () => {
      await insert({ id: 'ours' });
      await insert({ id: 'theirs', organizationId: 'group:default/globex' });
      expect(await listIds()).toEqual(['ours']);
      expect((await listIds({ organizationId: undefined })).sort()).toEqual([
        'ours',
        'theirs',
      ]);
    });

    it('takes a repeated filter for "or", and tags for "and"', async () => {
      await insert({ id: 'a', spec: { tags: ['x', 'y'] } });
      await insert({ id: 'b', spec: { tags: ['x'] }, status: 'running' });
      await insert({ id: 'c', status: 'failed', createdBy: 'user:default/c' });
      const idsOf = async (query: Partial<ListModels>) =>
        (await listIds(query)).sort();
      expect(await idsOf({ statuses: ['running', 'failed'] })).toEqual([
        'b',
        'c',
      ]);
      expect(await idsOf({ tags: ['x'] })).toEqual(['a', 'b']);
      expect(await idsOf({ tags: ['x', 'y'] })).toEqual(['a']);
      expect(await idsOf({ createdBy: ['user:default/c'] })).toEqual(['c']);
      expect(await idsOf({ modelTypes: ['embedding'] })).toEqual([]);
      expect(await idsOf({ isPublic: false })).toEqual(['a', 'b', 'c']);
    });

    it('searches in any case, and takes % and _ and \\ for themselves', async () => {
      await insert({ id: 'percent', spec: { description: '100% Ünique' } });
      await insert({ id: 'underscore', spec: { description: 'a_b' } });
      await insert({ id: 'backslash', spec: { description: 'a\\b' } });
      expect(await listIds({ text: '%' })).toEqual(['percent']);
      expect(await listIds({ text: 'ÜNIQUE' })).toEqual(['percent']);
      expect(await listIds({ text: 'A_B' })).toEqual(['underscore']);
      expect(await listIds({ text: 'a\\b' })).toEqual(['backslash']);
    });

    const SORTABLE = ['Zeta', 'alpha', 'a b', 'a-c', 'Ärger', 'same', 'same'];

    it.each(['asc', 'desc'] as const)(
      'sorts by code points, ties by id, %s',
      async order => {
        for (const [index, display_name] of SORTABLE.entries()) {
          await insert({ id: `m${index}`, spec: { display_name } });
        }
        const up = ['m0', 'm2', 'm3', 'm1', 'm5', 'm6', 'm4'];
        expect(
          await listIds({ sort: { column: 'display_name', order } }),
        ).toEqual(order === 'asc' ? up : [...up].reverse());
      },
    );

    it.each(['asc', 'desc'] as const)(
      'shows each model on one page, with ties and new ones, %s',
      async order => {
        for (let index = 0; index < 11; index++) {
          const second = Math.floor(index / 4);
          await insert({
            id: `m${String(index).padStart(2, '0')}`,
            createdAt: `2026-01-01T00:00:0${second}.000Z`,
          });
        }
        const sort = { column: 'created_at', order } as const;
        const ids: string[] = [];
        let after: ListModels['after'];
        for (let page = 0; page === 0 || after; page++) {
          const answer = await models.list({ ...ALL, sort, limit: 3, after });
          ids.push(...answer.models.map(model => model.id));
          after = answer.next;
          // A new one comes before what was seen already
          await insert({
            id: `${order === 'asc' ? 'a' : 'z'}${page}`,
            createdAt:
              order === 'asc'
                ? '2026-01-01T00:00:00.000Z'
                : '2026-01-01T00:00:09.000Z',
          });
        }
        expect(ids).toHaveLength(11);
        expect(ids).toEqual(
          order === 'asc' ? [...ids].sort() : [...ids].sort().reverse(),
        );
      },
    );
  });
});
