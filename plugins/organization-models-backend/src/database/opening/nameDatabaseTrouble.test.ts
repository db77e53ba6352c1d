import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { TestDatabases } from '@backstage/backend-test-utils';
import knexFactory from 'knex';
import { nameDatabaseTrouble } from './nameDatabaseTrouble';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** A place where nobody understands PostgreSQL. */
async function listen(): Promise<Server> {
  const server = createServer(socket => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function stop(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

describe('nameDatabaseTrouble', () => {
  /** Its statements fail so. */
  const failing = async (error: object) => {
    const knex = await databases.init('SQLITE_3');
    nameDatabaseTrouble(knex);
    let used: { __knex__disposed?: unknown } = {};
    jest.spyOn(knex.client, '_query').mockImplementation(connection => {
      used = connection as typeof used;
      return Promise.reject(Object.assign(new Error('no'), error));
    });
    return { knex, disposed: () => used.__knex__disposed !== undefined };
  };

  it.each(['refuses', 'hangs up'])('names a database that %s', async how => {
    const server = await listen();
    const { port } = server.address() as AddressInfo;
    if (how === 'refuses') {
      await stop(server);
    }
    const knex = knexFactory({
      client: 'pg',
      connection: { host: '127.0.0.1', port, user: 'nobody' },
      log: { error: () => {} },
    });
    nameDatabaseTrouble(knex);
    const away = expect.objectContaining({ name: 'DatabaseAwayError' });
    await expect(knex('models')).rejects.toEqual(away);
    await expect(knex.transaction(trx => trx('models'))).rejects.toEqual(away);
    await knex.destroy();
    if (how === 'hangs up') {
      await stop(server);
    }
  });

  it('names one that is busy, also within a transaction', async () => {
    const knex = await databases.init('SQLITE_3');
    nameDatabaseTrouble(knex);
    await expect(
      knex.transaction(async trx => {
        const busy = Object.assign(new Error('database is locked'), {
          code: 'SQLITE_BUSY',
        });
        jest
          .spyOn(trx.client, '_query')
          .mockRejectedValue(busy as unknown as never);
        await trx.raw('select 1');
      }),
    ).rejects.toMatchObject({ name: 'DatabaseAwayError' });
  });

  it.each([
    ['a connection broke', {}, 'DatabaseOutcomeUnknownError'],
    ['a file was busy', { code: 'SQLITE_BUSY' }, 'DatabaseAwayError'],
  ])(
    'knows whether something was committed when %s meanwhile',
    async (_, also, name) => {
      const knex = await databases.init('SQLITE_3');
      nameDatabaseTrouble(knex);
      await expect(
        knex.transaction(async trx => {
          const error = new Error('Connection terminated unexpectedly');
          jest
            .spyOn(trx.client, '_query')
            .mockRejectedValue(Object.assign(error, also) as unknown as never);
        }),
      ).rejects.toMatchObject({ name });
    },
  );

  it.each([
    ['40P01', 'a deadlock'],
    ['53100', 'a full disk'],
    ['57P01', 'an administrator'],
    ['25006', 'a standby'],
    ['SQLITE_FULL', 'a full disk'],
    ['SQLITE_READONLY_DBMOVED', 'a file that was moved'],
  ])('names what passes: %s, %s', async code => {
    const { knex } = await failing({ code });
    await expect(knex('models')).rejects.toMatchObject({
      name: 'DatabaseAwayError',
    });
  });

  it.each([
    ['an answer', { code: '57P01' }, 'DatabaseAwayError'],
    ['a reset', { code: 'ECONNRESET' }, 'DatabaseOutcomeUnknownError'],
    ['a broken pipe', { code: 'EPIPE' }, 'DatabaseOutcomeUnknownError'],
  ])(
    'knows whether a statement of its own was done: %s',
    async (_, error, name) => {
      const { knex } = await failing(error);
      const write = knex('models').update({ name: 'a' });
      await expect(write).rejects.toMatchObject({ name });
      await expect(knex('models')).rejects.toMatchObject({
        name: 'DatabaseAwayError',
      });
    },
  );

  it('goes on with another connection after a standby answered', async () => {
    const { knex, disposed } = await failing({ code: '25006' });
    await expect(knex('models').delete()).rejects.toThrow();
    expect(disposed()).toBe(true);
    const other = await failing({ code: '40P01' });
    await expect(other.knex('models').delete()).rejects.toThrow();
    expect(other.disposed()).toBe(false);
  });

  it('leaves what a database has against a statement as it is', async () => {
    const knex = await databases.init('SQLITE_3');
    nameDatabaseTrouble(knex);
    nameDatabaseTrouble(knex);
    await expect(knex('nowhere')).rejects.toMatchObject({
      name: expect.not.stringContaining('Away'),
      message: expect.stringContaining('no such table'),
    });
  });
});
