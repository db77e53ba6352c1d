import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { useCluster, usePostgres, waitFor } from '@orgmodels/dev-cluster';
import knexFactory, { type Knex } from 'knex';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { PortalProcess } from '../../__testUtils__/PortalProcess';

jest.setTimeout(180_000);

const MODELS = 100;
/** So that all of them fit. */
const SMALL = { requirements: { cpu: '100m', memory: '1Gi' } };
/** Within this another process takes a dead one's place, in milliseconds. */
const TAKEOVER_MS = 15_000;

describe('when a backend is killed', () => {
  const cluster = useCluster({ crds: ['aibrix'] });
  const postgres = usePostgres();
  const portals: PortalProcess[] = [];
  let knex: Knex;

  beforeAll(() => {
    knex = knexFactory({ client: 'pg', connection: postgres.connectionString });
  });

  afterAll(async () => {
    await Promise.all(portals.map(portal => portal.kill()));
    await knex?.destroy();
  });

  const start = async () => {
    const portal = await PortalProcess.start({
      kubeconfig: cluster.kubeconfig,
      connection: postgres.connectionString,
    });
    portals.push(portal);
    const models = new ModelsDriver(() => portal.as('acme-engineer'));
    await models.waitUntilReady();
    return { portal, models };
  };

  const kubectl = (...args: string[]) =>
    cluster.kubectl(['-n', 'models', ...args]);

  const namesOf = async (kind: string): Promise<string[]> => {
    const list = JSON.parse(await kubectl('get', kind, '-o', 'json'));
    return list.items.map((item: any) => item.metadata.name).sort();
  };

  const readHolder = async () => {
    const lease = await knex('cluster_leases').first();
    return lease?.holder as string | undefined;
  };

  const waitForOther = (holder: string | undefined) =>
    waitFor(
      'another to hold the lease',
      async () => {
        const now = await readHolder();
        return now !== holder && now;
      },
      { timeoutMs: TAKEOVER_MS },
    );

  it('loses no model and doubles none, in the middle of many creates', async () => {
    const doomed = await start();
    const answers = Array.from({ length: MODELS }, (_, index) =>
      doomed.models.post(`m-${index}`, SMALL).then(
        ({ status, body }) => ({ status, id: body.model?.id }),
        () => ({ status: 0, id: undefined }),
      ),
    );
    await waitFor('the first Deployments', async () => {
      const { length } = await namesOf('deployments');
      return length >= 3;
    });
    await doomed.portal.kill();
    const answered = await Promise.all(answers);
    const accepted = answered.filter(({ status }) => status === 201);

    const { models, portal } = await start();
    const before = await models.list();
    // What was answered is there; what was stored and not answered may be
    expect(before.map(({ id }) => id)).toEqual(
      expect.arrayContaining(accepted.map(({ id }) => id)),
    );
    const again = await Promise.all(
      Array.from({ length: MODELS }, async (_, index) => {
        const { status } = await models.post(`m-${index}`, SMALL);
        return status;
      }),
    );
    expect(again).toEqual(
      Array.from({ length: MODELS }, (_, index) =>
        before.some(({ name }) => name === `m-${index}`) ? 409 : 201,
      ),
    );
    const names = await waitFor(
      'all of them to run',
      async () => {
        const all = await models.list();
        const others = all.filter(({ status }) => status !== 'running');
        expect(others.map(toText)).toEqual([]);
        return all.map(({ name }) => name).sort();
      },
      { timeoutMs: 60_000, intervalMs: 500 },
    );
    expect(names).toHaveLength(MODELS);
    expect(await namesOf('deployments')).toEqual(names);
    expect(await namesOf('services')).toEqual(names);
    expect(await namesOf('pods')).toHaveLength(MODELS);
    await portal.kill();
  });

  it('heals at its start what was changed while no backend was there', async () => {
    await kubectl('delete', 'deployment', 'm-0');
    await kubectl('set', 'image', 'deployment/m-1', '*=example.com/evil:1');
    const { portal } = await start();
    await waitFor(
      'both to be healed',
      async () => {
        await kubectl('get', 'deployment', 'm-0');
        const other = await kubectl('get', 'deployment', 'm-1', '-o', 'json');
        return !JSON.stringify(JSON.parse(other).spec).includes('evil');
      },
      { timeoutMs: TAKEOVER_MS + 5_000 },
    );
    await portal.kill();
  });

  it('is followed by another that worked beside it', async () => {
    const dead = await readHolder();
    const first = await start();
    const holder = await waitForOther(dead);
    const second = await start();
    const ids = await Promise.all(
      [first, second, first, second].map(({ models }, index) =>
        models.create(`shared-${index}`, SMALL),
      ),
    );
    for (const id of ids) {
      await second.models.waitForStatus(id, 'running');
      const history = await first.models.readHistory(id);
      // Two at a time would take each other's writes for a stranger's
      expect(history.map(({ code }) => code)).not.toContain('DriftHealed');
    }
    expect(await readHolder()).toBe(holder);

    await first.portal.kill();
    await waitForOther(holder);
    await kubectl('delete', 'service', 'shared-0');
    await waitFor('the Service to be made again', () =>
      kubectl('get', 'service', 'shared-0'),
    );
    await second.models.waitForStatus(ids[0], 'running');
  });
});

function toText({ name, status, status_reason: why }: Model): string {
  return `${name} is ${status}: ${why?.code} ${why?.message}`;
}
