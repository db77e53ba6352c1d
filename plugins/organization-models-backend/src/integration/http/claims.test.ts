import { createServiceFactory } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { CLUSTER_AWAY } from '../../__testUtils__/clusterAway';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';
import type { StoredModel } from '../../domain/facts/StoredModel';

jest.setTimeout(60_000);

const { resolved } = buildStoredModel({ id: 'any' });

const having = (storage: StoredModel['resolved']['storage']) => ({
  resolved: { ...resolved, storage },
});

const OWN = having({
  kind: 'own',
  claimName: 'a-cache',
  size: '100Gi',
  storageClass: 'fast',
  accessMode: 'ReadWriteOnce',
});
const SHARED = having({ kind: 'shared', claimName: 'a-cache' });
const idOf = (number: number) => `mdl_${String(number).padStart(20, '0')}`;

describe('what others mount, and what others are told', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let portal: TestPortal;
  const told: unknown[] = [];

  const engineer = () => portal.as('acme-engineer');

  beforeAll(async () => {
    const knex = await databases.init('SQLITE_3');
    const stores = await openStores(knex);
    for (const [index, model] of [
      { name: 'a', ...OWN },
      { name: 'b', ...SHARED },
      { name: 'c', ...SHARED },
      { name: 'd', ...SHARED, namespace: 'elsewhere' },
    ].entries()) {
      await insertModel(
        stores,
        buildStoredModel({
          id: idOf(index),
          spec: { huggingface_id: 'a/b', name: model.name },
          ...model,
        }),
      );
    }
    portal = await startPortal({
      knex,
      config: {
        controller: { enabled: false },
        clusters: [CLUSTER_AWAY],
      },
      features: [
        createServiceFactory({
          service: eventsServiceRef,
          deps: {},
          factory: () => ({
            publish: async ({ eventPayload }) => void told.push(eventPayload),
            subscribe: async () => undefined,
          }),
        }),
      ],
    });
  });

  afterAll(() => portal?.stop());

  it('keeps a model whose claim others mount, naming them', async () => {
    const { body } = await engineer()
      .delete(`/${idOf(0)}`)
      .expect(409);
    expect(body.error).toMatchObject({
      code: 'ClaimInUse',
      message:
        'The claim a-cache goes with the model a, and is mounted by b, c: delete these first, or take the claim out of its shared_pvc',
    });
    const { model } = (await engineer().get(`/${idOf(0)}`)).body;
    expect(model.status).not.toBe('deleting');
  });

  it('lets it go when they do', async () => {
    await engineer()
      .delete(`/${idOf(1)}`)
      .expect(204);
    await engineer()
      .delete(`/${idOf(0)}`)
      .expect(409);
    await engineer()
      .delete(`/${idOf(2)}`)
      .expect(204);
    await engineer()
      .delete(`/${idOf(0)}`)
      .expect(204);
    await engineer()
      .delete(`/${idOf(0)}`)
      .expect(204);
  });

  it('tells others at once of what people change, and of nothing else', async () => {
    told.length = 0;
    const put = (fields: object) =>
      engineer()
        .put(`/${idOf(3)}`)
        .send(fields)
        .expect(200);
    await put({ is_public: true });
    await put({ is_public: true });
    await put({ tags: ['x'] });
    await engineer()
      .get(`/${idOf(3)}`)
      .expect(200);
    const change = {
      modelId: idOf(3),
      organizationId: 'group:default/acme',
      change: 'asked',
    };
    expect(told).toEqual([change, change]);
  });
});
