import { z } from 'zod';
import type { ConfiguredRegistry } from './Registry';
import { RegistryError } from './RegistryError';

/** How a registry wants to know who asks. */
export type Challenge = {
  scheme: string;
  parameters: Record<string, string>;
};

/** Reads `Bearer realm="https://…",service="…",scope="…"`. */
export function parseChallenge(header: string): Challenge {
  const [, scheme = '', rest = ''] = /^\s*(\w+)\s*(.*)$/.exec(header) ?? [];
  const parameters = [...rest.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(
    ([, name, quoted, plain]) => [name.toLowerCase(), quoted ?? plain],
  );
  return {
    scheme: scheme.toLowerCase(),
    parameters: Object.fromEntries(parameters),
  };
}

const answer = z.object({
  token: z.string().optional(),
  access_token: z.string().optional(),
});

/**
 * Gets what stands in the header that the registry asked for: a token from its
 * service, or user and password themselves.
 *
 * @remarks Source: distribution's token authentication specification.
 */
export async function authorize(
  header: string,
  {
    registry,
    scope,
    signal,
  }: { registry: ConfiguredRegistry; scope: string; signal: AbortSignal },
): Promise<string> {
  const { scheme, parameters } = parseChallenge(header);
  const basic = basicOf(registry);
  if (scheme === 'basic' && basic) {
    return basic;
  }
  if (scheme !== 'bearer' || !parameters.realm) {
    throw new RegistryError('missing', `${registry.host} wants credentials`);
  }
  const url = new URL(parameters.realm);
  refusePlain(url, registry);
  url.searchParams.set('scope', parameters.scope ?? scope);
  if (parameters.service) {
    url.searchParams.set('service', parameters.service);
  }
  const response = await fetch(url, {
    redirect: 'error',
    signal,
    headers: basic ? { authorization: basic } : {},
  });
  const parsed = answer.safeParse(
    response.ok ? await response.json() : await discard(response),
  );
  const token = parsed.data?.token ?? parsed.data?.access_token;
  if (!token) {
    throw new RegistryError(
      response.status >= 500 ? 'unavailable' : 'missing',
      `${registry.host} lets nobody in by these credentials`,
    );
  }
  return `Bearer ${token}`;
}

function basicOf({ username, password }: ConfiguredRegistry) {
  return username && password
    ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    : undefined;
}

// a registry that is reached in the open has said so in config
function refusePlain({ protocol }: URL, { host, url }: ConfiguredRegistry) {
  if (protocol !== 'https:' && protocol !== new URL(url).protocol) {
    throw new RegistryError(
      'unavailable',
      `${host} wants credentials to be sent without encryption`,
    );
  }
}

async function discard(response: Response): Promise<undefined> {
  await response.body?.cancel();
  return undefined;
}
