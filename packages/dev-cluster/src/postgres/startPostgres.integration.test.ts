import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startPostgres } from './startPostgres';

jest.setTimeout(60_000);

async function query(connectionString: string, sql: string) {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'postgres-test-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('keeps the data of a given directory', async () => {
    const first = await startPostgres({ directory });
    await query(first.connectionString, 'create table kept as select 7 as n');
    await first.stop();

    const second = await startPostgres({ directory, port: first.port });
    expect(second.port).toBe(first.port);
    expect(await query(second.connectionString, 'select n from kept')).toEqual([
      { n: 7 },
    ]);
    await second.stop();
  });

  it('runs several side by side on 127.0.0.1 only, each with a password of its own', async () => {
    const [a, b] = await Promise.all([startPostgres(), startPostgres()]);
    const rows = await query(a.connectionString, 'show listen_addresses');
    expect(rows).toEqual([{ listen_addresses: '127.0.0.1' }]);
    const stranger = b.connectionString.replace(/:\d+\//, `:${a.port}/`);
    await expect(query(stranger, 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
    await Promise.all([a.stop(), b.stop()]);
  });

  it('goes on over data whose server was left behind by a killed run', async () => {
    const left = await startPostgres({ directory });
    await query(left.connectionString, 'create table kept as select 7 as n');

    const next = await startPostgres({ directory });
    expect(await query(next.connectionString, 'select n from kept')).toEqual([
      { n: 7 },
    ]);
    await expect(query(left.connectionString, 'select 1')).rejects.toThrow(
      'ECONNREFUSED',
    );
    await next.stop();
    expect(existsSync(path.join(directory, 'data/postmaster.pid'))).toBe(false);
  });
});
