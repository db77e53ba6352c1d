import path from 'node:path';
import { startHub, startPostgres } from '@orgmodels/dev-cluster';
import { DevelopmentConfig } from '../config/renderAppConfig';
import { Workspace } from '../Workspace';
import { PortalStart } from './startPortal';

/** Starts what the backend is told of by its configuration: a database server, when one is wanted, and the hub. */
export async function startServices(
  workspace: Workspace,
  options: PortalStart,
): Promise<Pick<DevelopmentConfig, 'hubUrl' | 'postgresUrl'>> {
  const hub = options.closer.add(
    await startHub({ modelsDirectory: options.hubModels }),
  );
  return {
    hubUrl: hub.url,
    ...(options.database === 'postgres' && {
      postgresUrl: await startDatabase(workspace, options),
    }),
  };
}

async function startDatabase(
  { directory }: Workspace,
  { steps, closer }: PortalStart,
): Promise<string> {
  const postgres = await steps.run('PostgreSQL ready', () =>
    startPostgres({ directory: path.join(directory, 'postgres') }),
  );
  return closer.add(postgres).connectionString;
}
