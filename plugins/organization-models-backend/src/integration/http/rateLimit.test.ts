import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { CLUSTER_AWAY } from '../../__testUtils__/clusterAway';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
  type TestUser,
} from '../../__testUtils__/startPortal';

describe('the limits of requests', () => {
  let portal: TestPortal;

  beforeEach(async () => {
    portal = await startPortal({
      config: {
        controller: { enabled: false },
        clusters: [CLUSTER_AWAY],
        rateLimit: { windowSeconds: 3600, requests: 5, writes: 2 },
        organization: { externalSubjects: { ci: ['acme'] } },
      },
    });
  });

  afterEach(() => portal.stop());

  async function read(user: TestUser = 'acme-engineer') {
    return (await portal.as(user).get('/')).status;
  }

  async function write(user: TestUser = 'acme-engineer') {
    return (await portal.as(user).post('/').send({})).status;
  }

  it('hold an organization to its requests, and no other', async () => {
    const answers = [];
    for (let count = 0; count < 5; count++) {
      answers.push(await read(count % 2 ? 'acme-engineer' : 'acme-colleague'));
    }
    expect(answers).toEqual([200, 200, 200, 200, 200]);
    const { body, status, headers } = await portal.as('acme-engineer').get('/');
    expect(status).toBe(429);
    expect(body.error).toMatchObject({
      name: 'TooManyRequestsError',
      code: 'TooManyRequests',
    });
    expect(Number(headers['retry-after'])).toBeGreaterThan(3_000);
    expect(await read('globex-engineer')).toBe(200);
  });

  it('count both mounts together, and services apart', async () => {
    const call = (path: string, authorization: string) =>
      request(portal.url).get(path).set('Authorization', authorization);
    const user = mockCredentials.user.header('user:default/acme-engineer');
    for (let count = 0; count < 5; count++) {
      await call(`/api/organization-models${ROOT_MOUNT}`, user).expect(200);
    }
    await call(ROOT_MOUNT, user).expect(429);
    const service = `Bearer mock-service-token:${JSON.stringify({
      sub: 'ci',
    })}`;
    await call(ROOT_MOUNT, service).expect(200);
  });

  it('hold writes to fewer, plans among them', async () => {
    expect([await write(), await write(), await write()]).toEqual([
      400, 400, 429,
    ]);
    expect(await read()).toBe(200);
  });
});
