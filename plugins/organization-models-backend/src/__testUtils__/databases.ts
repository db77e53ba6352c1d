import { TestDatabases } from '@backstage/backend-test-utils';

/** Both databases, the real PostgreSQL where the environment names one. */
export const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
});
