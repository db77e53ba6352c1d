import { Postgres, startPostgres } from '../postgres/startPostgres';

/** Gives all tests of a `describe` (or a file) one empty PostgreSQL server of their own. */
export function usePostgres(): Pick<Postgres, 'connectionString' | 'port'> {
  let started: Postgres | undefined;
  beforeAll(async () => {
    started = await startPostgres();
  }, 60_000);
  afterAll(() => started?.stop());
  const required = () => {
    if (started) return started;
    throw new Error('PostgreSQL is there inside of tests and hooks only');
  };
  return {
    get connectionString() {
      return required().connectionString;
    },
    get port() {
      return required().port;
    },
  };
}
