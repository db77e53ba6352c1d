import { databases } from '../__testUtils__/databases';
import { openStores } from './__testUtils__/openStores';
import { databaseClock } from './dialects/databaseClock';
import type { DatabaseLeases } from './DatabaseLeases';

jest.setTimeout(60_000);

const NOW = Date.parse('2026-01-01T00:00:00Z');
const LEASE_MS = 9_000;
const HOUR_MS = 3_600_000;

describe.each(databases.eachSupportedId())('DatabaseLeases on %s', id => {
  let first: DatabaseLeases;
  let second: DatabaseLeases;
  let moment = NOW;

  beforeEach(async () => {
    const knex = await databases.init(id);
    first = (await openStores(knex, { holder: 'first', now: () => moment }))
      .leases;
    second = (await openStores(knex, { holder: 'second', now: () => moment }))
      .leases;
  });

  const acquire = (leases: DatabaseLeases, now: number, cluster = 'test') => {
    moment = now;
    return leases.acquire(cluster, { durationMs: LEASE_MS });
  };

  it('goes by the clock of the database, whatever those of processes say', async () => {
    const knex = await databases.init(id);
    const { leases } = await openStores(knex, { holder: 'by the clock' });
    expect(await leases.acquire('test', { durationMs: LEASE_MS })).toBe('held');
    const { expires_at } = await knex('cluster_leases').first();
    const [{ now }] = await knex.select({ now: databaseClock(knex) });
    expect(Number(expires_at) - Number(now)).toBeLessThanOrEqual(LEASE_MS);
    expect(Math.abs(Number(now) - Date.now())).toBeLessThan(60_000);
  });

  it('gives a cluster to one of two who ask at the same time', async () => {
    const answers = await Promise.all([
      acquire(first, NOW),
      acquire(second, NOW),
    ]);
    expect(answers.sort()).toEqual(['held', 'taken']);
  });

  it('gives each cluster by itself', async () => {
    expect(await acquire(first, NOW)).toBe('held');
    expect(await acquire(second, NOW, 'other')).toBe('held');
  });

  it('lets the holder renew and others wait until it ends', async () => {
    await acquire(first, NOW);
    expect(await acquire(first, NOW + LEASE_MS)).toBe('held');
    expect(await acquire(second, NOW + LEASE_MS + 1)).toBe('taken');
    const after = NOW + 2 * LEASE_MS + 1;
    expect(await acquire(second, after)).toBe('held');
    expect(await acquire(first, after)).toBe('taken');
  });

  it('passes on at once what is released, and only by its holder', async () => {
    await acquire(first, NOW);
    await second.release('test');
    expect(await acquire(second, NOW)).toBe('taken');
    await first.release('test');
    expect(await acquire(second, NOW)).toBe('held');
  });

  it('goes on when the clock steps back by an hour', async () => {
    await acquire(first, NOW + HOUR_MS);
    expect(await acquire(first, NOW)).toBe('held');
    expect(await acquire(second, NOW)).toBe('taken');
    await acquire(first, NOW + HOUR_MS);
    expect(await acquire(second, NOW)).toBe('held');
  });
});
