import { setTimeout as delay } from 'node:timers/promises';
import { DevError } from '../DevError';

/** Signs in to a running development portal as one of its catalog's users and returns the Backstage token. */
export async function requestUserToken(
  apiUrl: string,
  options: { user: string },
): Promise<string> {
  const response = await fetch(`${apiUrl}/api/auth/development/refresh`, {
    headers: {
      'X-Requested-With': 'XMLHttpRequest',
      'X-Development-User': options.user,
    },
    signal: AbortSignal.timeout(30_000),
  }).catch(error => {
    throw new DevError(
      `The portal's API at ${apiUrl} does not answer (${
        error.cause?.code ?? error.name
      }): ./dev status tells what runs, a second ./dev up waits until it does.`,
    );
  });
  const body: any = await response.json().catch(() => undefined);
  if (!response.ok) {
    throw new DevError(
      `The portal at ${apiUrl} gave no token for "${options.user}": ${
        body?.error?.message ?? response.statusText
      }. Its users are in packages/backend/catalog/organizations.yaml.`,
    );
  }
  return body.backstageIdentity.token;
}

/** The same for a backend that has just started: its catalog learns of the users within seconds. */
export async function waitForUserToken(
  apiUrl: string,
  options: { user: string; signal: AbortSignal },
): Promise<string> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await requestUserToken(apiUrl, options);
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    }
    await delay(300, undefined, { signal: options.signal });
  }
}
