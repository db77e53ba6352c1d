import path from 'node:path';
import { startPostgres } from '@orgmodels/dev-cluster';
import { TestContext } from './TestPart';

/** Runs `action` with the connection string of a PostgreSQL server of its own. */
export async function withPostgres<T>(
  { workspace, steps }: TestContext,
  action: (connectionString: string) => Promise<T>,
): Promise<T> {
  const directory = path.join(workspace.directory, 'postgres');
  const postgres = await steps.run('PostgreSQL ready', () =>
    startPostgres({ directory }),
  );
  try {
    return await action(postgres.connectionString);
  } finally {
    await postgres.stop();
  }
}
