import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { openSqliteFile } from '../../__testUtils__/openSqliteFile';
import { useWriteAheadLog } from './useWriteAheadLog';

describe('useWriteAheadLog', () => {
  let directory: string;
  let knex: Knex;

  const open = (filename: string) => {
    knex = openSqliteFile(filename);
    return knex;
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'wal-'));
  });

  afterEach(async () => {
    await knex.destroy();
    await rm(directory, { recursive: true });
  });

  it('is kept in the file, and every commit still reaches the disk', async () => {
    const file = join(directory, 'portal.sqlite');
    const first = open(file);
    await useWriteAheadLog(first);
    const full = 2;
    expect(await first.raw('PRAGMA synchronous')).toEqual([
      { synchronous: full },
    ]);
    await first.destroy();
    expect(await open(file).raw('PRAGMA journal_mode')).toEqual([
      { journal_mode: 'wal' },
    ]);
  });

  it('leaves a database in memory as it is', async () => {
    const memory = open(':memory:');
    await useWriteAheadLog(memory);
    expect(await memory.raw('PRAGMA journal_mode')).toEqual([
      { journal_mode: 'memory' },
    ]);
  });
});
