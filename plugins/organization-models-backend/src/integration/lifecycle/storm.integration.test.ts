import { setTimeout as delay } from 'node:timers/promises';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

/** So that all of them fit. */
const SMALL = { requirements: { cpu: '100m', memory: '1Gi' } };
const OLD = ['old-0', 'old-1', 'old-2'];
const NEW = Array.from({ length: 20 }, (_, index) => `new-${index}`);
/** How long nothing at all works, and how often it is counted meanwhile. */
const OUTAGE_MS = 8_000;
const WINDOW_MS = OUTAGE_MS / 2;
/** In the second half of it: a few for each model, and for who looks around. */
const MOST_REQUESTS = 3 * (OLD.length + NEW.length);

describe('while the API server refuses much of what it is asked', () => {
  const cluster = useCluster({ crds: ['aibrix'] });
  const models = new ModelsDriver(() => portal.as('acme-engineer'));
  let proxy: Awaited<ReturnType<typeof cluster.openFaultProxy>>;
  let portal: TestPortal;

  beforeAll(async () => {
    proxy = await cluster.openFaultProxy();
    portal = await startPortal({ kubeconfig: proxy.kubeconfig });
    await models.waitUntilReady();
  });

  afterAll(() => portal?.stop());

  const list = async (kind: string): Promise<any[]> =>
    JSON.parse(await cluster.kubectl(['-n', 'models', 'get', kind, '-ojson']))
      .items;
  const namesOf = async (kind: string) =>
    (await list(kind)).map(({ metadata }) => metadata.name).sort();

  const change = (id: string) =>
    portal
      .as('acme-engineer')
      .put(`/${id}`)
      .send({
        deployment_config: { extra_env: [{ name: 'NEW', value: '1' }] },
      });

  const countIn = async (milliseconds: number) => {
    const before = proxy.countRequests();
    await delay(milliseconds);
    return proxy.countRequests() - before;
  };

  it('loses and doubles nothing, says 503 at worst, and does not hammer', async () => {
    const old = await Promise.all(
      OLD.map(name => models.createRunning(name, SMALL)),
    );
    const doomed = await models.createRunning('doomed', SMALL);

    proxy.startStorm({ share: 0.6 });
    const [created, changed, deleted] = await Promise.all([
      Promise.all(NEW.map(name => models.post(name, SMALL))),
      Promise.all(old.map(change)),
      portal.as('acme-engineer').delete(`/${doomed}`),
    ]);
    const refused = [...created, ...changed].filter(
      ({ status }) => status !== 200 && status !== 201,
    );
    for (const { status, body, headers } of refused) {
      expect([status, body.error.code]).toEqual([503, 'ClusterUnavailable']);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(deleted.status).toBe(204);
    const accepted = NEW.filter((_, index) => created[index].status === 201);
    const known = (await models.list()).map(({ name }) => name);
    expect(known.filter(name => NEW.includes(name)).sort()).toEqual(
      [...accepted].sort(),
    );

    // Now nothing works any more, and nobody asks: only the controller does
    proxy.startStorm({ share: 1 });
    const first = await countIn(WINDOW_MS);
    const second = await countIn(WINDOW_MS);
    proxy.endStorm();
    // All that was accepted is unfinished, and is tried ever more rarely
    expect(accepted.length).toBeGreaterThan(0);
    expect(second).toBeLessThan(first);
    expect(second).toBeLessThan(MOST_REQUESTS);

    for (const [index, name] of NEW.entries()) {
      const { status } = created[index];
      if (status === 503) {
        await waitFor(`${name} to be accepted`, async () => {
          await models.post(name, SMALL).expect(201);
          return true;
        });
      }
    }
    await waitFor(
      'all of them to run',
      async () => {
        const others = (await models.list()).filter(
          ({ status }) => status !== 'running',
        );
        expect(others.map(toText)).toEqual([]);
        return true;
      },
      { timeoutMs: 40_000, intervalMs: 200 },
    );
    const names = [...OLD, ...NEW].sort();
    expect((await models.list()).map(({ name }) => name).sort()).toEqual(names);
    expect(await namesOf('deployments')).toEqual(names);
    expect(await namesOf('services')).toEqual(names);
    await waitFor('one pod for each', async () => {
      expect(await namesOf('pods')).toHaveLength(names.length);
      return true;
    });
    for (const [index, name] of OLD.entries()) {
      const spec = JSON.stringify(
        (await list('deployments')).find(
          ({ metadata }) => metadata.name === name,
        ).spec,
      );
      expect([name, spec.includes('"NEW"')]).toEqual([
        name,
        changed[index].status === 200,
      ]);
      const history = await models.readHistory(old[index]);
      expect(history.map(({ code }) => code)).not.toContain('DriftHealed');
    }
  });
});

function toText({ name, status, status_reason: why }: Model): string {
  return `${name} is ${status}: ${why?.code} ${why?.message}`;
}
