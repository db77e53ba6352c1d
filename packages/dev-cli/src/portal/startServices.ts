import path from 'node:path';
import { VllmFiles, startHub, startPostgres } from '@orgmodels/dev-cluster';
import { DevelopmentConfig } from '../config/renderAppConfig';
import { Workspace } from '../Workspace';
import { PortalStart } from './startPortal';

/** Starts what the backend is told of by its configuration: a database server, when one is wanted, and the hub. */
export async function startServices(
  workspace: Workspace,
  options: PortalStart & { vllm?: VllmFiles },
): Promise<Pick<DevelopmentConfig, 'postgresUrl'> & { hubUrl: string }> {
  const folders = [options.hubModels, options.vllm?.models];
  const hub = options.closer.add(
    await startHub({
      modelsDirectories: folders.filter(folder => folder !== undefined),
    }),
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
