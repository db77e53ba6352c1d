import { TestDatabases } from '@backstage/backend-test-utils';
import { parseAllDocuments } from 'yaml';
import { CLUSTER_AWAY } from '../../__testUtils__/clusterAway';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';

jest.setTimeout(60_000);

const ID = 'mdl_00000000000000000001';

const FAILED = {
  status: 'failed',
  statusReason: { code: 'CrashLoop', message: 'It crashes.', observed_at: 'x' },
} as const;

describe('what was read and is sent back', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let portal: TestPortal;

  const engineer = () => portal.as('acme-engineer');

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
      buildStoredModel({ ...FAILED, id: ID, spec: { huggingface_id: 'a/b' } }),
    );
  });

  afterAll(() => portal?.stop());

  it.each([`/${ID}`, '/', '/all', `/${ID}/pods`])(
    'is read again whatever GET %s is told of before',
    async path => {
      const { headers } = await engineer().get(path).expect(200);
      await engineer()
        .get(path)
        .set('If-None-Match', headers.etag ?? '*')
        .expect(200);
    },
  );

  it('is the manifests as YAML for who asks for it', async () => {
    const { body } = await engineer().get(`/${ID}/manifests`).expect(200);
    const { text } = await engineer()
      .get(`/${ID}/manifests`)
      .set('Accept', 'application/yaml')
      .buffer()
      .parse((answer, done) => {
        let all = '';
        answer.on('data', part => (all += part));
        answer.on('end', () => done(null, all));
      })
      .expect('Content-Type', /^application\/yaml/)
      .then(({ body: yaml }) => ({ text: yaml as string }));
    expect(parseAllDocuments(text).map(document => document.toJS())).toEqual(
      body.manifests,
    );
  });

  it('may be old in what the server sets, and not be changed in it', async () => {
    const { model } = (await engineer().get(`/${ID}`).expect(200)).body;
    await engineer()
      .put(`/${ID}`)
      .send({ ...model, status: 'running', updated_at: 'x', description: 'y' })
      .expect(200);
    const fresh = (await engineer().get(`/${ID}`).expect(200)).body.model;
    const refused = await engineer()
      .put(`/${ID}`)
      .send({ status: 'stopped', replicas: { desired: 3 } })
      .expect(400);
    expect(refused.body.error.details).toEqual([
      { field: 'status', message: expect.stringContaining('desired_state') },
      { field: 'replicas', message: 'cannot be changed' },
    ]);
    for (const field of ['created_at', 'deployment_name', 'service_name']) {
      await engineer()
        .put(`/${ID}`)
        .send({ ...fresh, [field]: 'other' })
        .expect(400);
    }
  });

  it('takes back no change that came between', async () => {
    const { model } = (await engineer().get(`/${ID}`).expect(200)).body;
    await engineer()
      .put(`/${ID}`)
      .send({ tags: ['colleague'] })
      .expect(200);
    for (const query of ['', '?dry_run=true']) {
      const { body } = await engineer()
        .put(`/${ID}${query}`)
        .send({ ...model, description: 'mine' })
        .expect(412);
      expect(body.error).toMatchObject({
        code: 'GenerationConflict',
        details: { generation: model.generation + 1 },
      });
    }
    const { body } = await engineer().get(`/${ID}`).expect(200);
    expect(body.model).toMatchObject({ tags: ['colleague'] });
    const wrong = await engineer().put(`/${ID}`).send({ generation: 'x' });
    expect(wrong.body.error.details).toEqual([
      { field: 'generation', message: expect.any(String) },
    ]);
  });

  it('has a reason of its own after each change', async () => {
    const kept = await engineer().put(`/${ID}`).send({ description: 'z' });
    expect(kept.body.model).toMatchObject({
      status: 'failed',
      status_reason: { code: 'CrashLoop' },
    });
    const stopped = await engineer()
      .put(`/${ID}`)
      .send({ desired_state: 'stopped' });
    expect(stopped.body.model).toMatchObject({
      status: 'updating',
      status_reason: { code: 'Accepted' },
    });
    await engineer().delete(`/${ID}`).expect(204);
    expect((await engineer().get(`/${ID}`)).body.model).toMatchObject({
      status: 'deleting',
      status_reason: { code: 'Deleting' },
    });
  });
});
