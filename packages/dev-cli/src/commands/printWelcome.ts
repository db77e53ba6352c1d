import { waitForUserToken } from '../portal/requestUserToken';
import { Portal } from '../portal/startPortal';

/** The development catalog's user for the first steps. */
const firstUser = 'acme-engineer';

/** Prints where the portal is and a request that works as it stands. */
export async function printWelcome(
  { portalUrl, apiUrl }: Pick<Portal, 'portalUrl' | 'apiUrl'>,
  options: { signal: AbortSignal },
): Promise<void> {
  const token = await waitForUserToken(apiUrl, { user: firstUser, ...options });
  process.stdout.write(`
Portal  ${portalUrl}
API     ${apiUrl}/v1/organization/models

curl -H 'Authorization: Bearer ${token}' ${apiUrl}/v1/organization/models/status

The token is valid for an hour; ./dev token ${firstUser} prints a new one.
`);
}
