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
