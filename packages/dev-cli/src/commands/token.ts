import { developmentService } from '../config/renderAppConfig';
import { readServiceToken } from '../config/ensureServiceToken';
import { DevError } from '../DevError';
import { requestUserToken } from '../portal/requestUserToken';
import { developmentWorkspace } from '../Workspace';
import { requireRunning } from './requireRunning';

/** Prints a token for a user of the development catalog, or for a service. */
export async function token(
  user: string,
  options: { service?: string },
): Promise<number> {
  const text = options.service
    ? findServiceToken(options.service)
    : await requestUserToken(requireRunning().apiUrl, { user });
  process.stdout.write(`${text}\n`);
  return 0;
}

function findServiceToken(service: string): string {
  if (service !== developmentService) {
    throw new DevError(
      `There is no service "${service}": the development portal knows only ${developmentService}.`,
    );
  }
  const found = readServiceToken(developmentWorkspace.directory);
  if (!found) {
    throw new DevError(
      'There is no service token yet: the first ./dev up makes it.',
    );
  }
  return found;
}
