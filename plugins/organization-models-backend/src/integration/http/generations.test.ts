import { TestDatabases } from '@backstage/backend-test-utils';
import { CLUSTER_AWAY } from '../../__testUtils__/clusterAway';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';

jest.setTimeout(60_000);

const ID = 'mdl_00000000000000000001';

describe('the generations of a model', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let portal: TestPortal;

  const engineer = () => portal.as('acme-engineer');
  const put = (fields: object) =>
    engineer().put(`/${ID}`).send(fields).expect(200);

  beforeAll(async () => {
    const knex = await databases.init('SQLITE_3');
    portal = await startPortal({
      knex,
      config: {
        controller: { enabled: false },
        clusters: [CLUSTER_AWAY],
      },
    });
    await insertModel(
      await openStores(knex),
      buildStoredModel({ id: ID, name: 'm', spec: { huggingface_id: 'a/b' } }),
    );
    await put({ description: 'second' });
    await put({ description: 'third', tags: ['x'] });
  });

  afterAll(() => portal?.stop());

  it('are shown in full, and compared to the one before or to another', async () => {
    const { body } = await engineer().get(`/${ID}/history/3`).expect(200);
    expect(body).toMatchObject({
      generation: 3,
      is_current: true,
      created_by: 'user:default/acme-engineer',
      spec: {
        name: 'm',
        description: 'third',
        tags: ['x'],
        requirements: { cpu: '2', memory: '16Gi' },
        deployment_config: { image: 'vllm/vllm-openai:v0.32.0' },
      },
      against: 2,
    });
    expect(body.changes).toEqual([
      { path: 'description', from: 'second', to: 'third' },
      { path: 'tags.0', to: 'x' },
    ]);
    const first = await engineer().get(`/${ID}/history/1?against=3`);
    expect(first.body).toMatchObject({ is_current: false, against: 3 });
    expect(first.body.changes).toContainEqual({
      path: 'description',
      from: 'third',
    });
    const alone = await engineer().get(`/${ID}/history/1`).expect(200);
    expect(alone.body.against).toBeUndefined();
    expect(alone.body.changes).toEqual([]);
  });

  it.each([
    ['/history/4', 404, 'GenerationNotFound'],
    ['/history/3?against=9', 404, 'GenerationNotFound'],
    ['/history/x', 400, 'InvalidRequest'],
    ['/history/3?against=0', 400, 'InvalidRequest'],
    ['/history/3?nope=1', 400, 'InvalidRequest'],
  ])('answer GET %s with %s', async (path, status, code) => {
    const { body } = await engineer().get(`/${ID}${path}`).expect(status);
    expect(body.error.code).toBe(code);
  });

  it('are filtered in the history', async () => {
    const codesOf = async (query: string) => {
      const { body } = await engineer().get(`/${ID}/history?${query}`);
      return body.entries.map(
        ({ code, generation }: any) => `${code} ${generation}`,
      );
    };
    expect(await codesOf('code=Updated')).toEqual(['Updated 3', 'Updated 2']);
    expect(await codesOf('generation=2&kind=action')).toEqual(['Updated 2']);
    expect(await codesOf('actor=user:default/nobody')).toEqual([]);
    expect(await codesOf('code=Updated&until=2020-01-01T00:00:00Z')).toEqual(
      [],
    );
    expect(
      await codesOf('code=Updated&limit=1&since=2020-01-01T00:00:00%2B02:00'),
    ).toEqual(['Updated 3']);
    await engineer().get(`/${ID}/history?kind=nope`).expect(400);
    await engineer().get(`/${ID}/history?since=yesterday`).expect(400);
  });

  it.each<[object, number, string]>([
    [{}, 400, 'InvalidRequest'],
    [{ generation: 0 }, 400, 'InvalidRequest'],
    [{ generation: 1, spec: {} }, 400, 'InvalidRequest'],
    [{ generation: 9 }, 404, 'GenerationNotFound'],
    [{ generation: 1 }, 503, 'ClusterUnavailable'],
  ])('answer a rollback by %j with %s %s', async (body, status, code) => {
    for (const query of ['', '?dry_run=true']) {
      const answer = await engineer()
        .post(`/${ID}/rollback${query}`)
        .send(body)
        .expect(status);
      expect(answer.body.error.code).toBe(code);
    }
  });

  it('hold a rollback to the generation that was read', async () => {
    const { body } = await engineer()
      .post(`/${ID}/rollback`)
      .set('If-Match', '"2"')
      .send({ generation: 1 })
      .expect(412);
    expect(body.error.code).toBe('GenerationConflict');
  });
});
