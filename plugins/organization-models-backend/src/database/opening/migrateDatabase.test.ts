import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { databases } from '../../__testUtils__/databases';
import { migrateDatabase } from './migrateDatabase';

describe('migrateDatabase', () => {
  let knex: Knex;
  const migrate = () =>
    migrateDatabase({ getClient: async () => knex } as DatabaseService);

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
  });

  it('says what to do after a newer version', async () => {
    await migrate();
    await migrate();
    await knex('knex_migrations').insert({
      name: '29990101000000_later.js',
      batch: 99,
      migration_time: new Date(),
    });
    await expect(migrate()).rejects.toThrow(
      /newer version .* has changed the database \(29990101000000_later\.js\): .* restore the backup/,
    );
  });
});
