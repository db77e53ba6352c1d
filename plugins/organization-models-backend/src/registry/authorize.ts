import { z } from 'zod';
import type { ConfiguredRegistry } from './Registry';
import { RegistryError } from './RegistryError';

/** How a registry wants to know who asks. */
export type Challenge = {
  scheme: string;
  parameters: Record<string, string>;
};

/** A scheme, a parameter, or what is between them. */
const PART = /(\w+)=(?:"([^"]*)"|([^\s,]+))|([a-z][\w-]*)|[\s,]+|./gi;

/** Reads `Bearer realm="https://…",service="…"`, of which there may be several. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  for (const [, name, quoted, plain, scheme] of header.matchAll(PART)) {
    if (scheme) {
      challenges.push({ scheme: scheme.toLowerCase(), parameters: {} });
    }
    const last = challenges.at(-1);
    if (name && last) {
      last.parameters[name.toLowerCase()] = quoted ?? plain;
    }
  }
  return challenges;
}

const answer = z.object({
  token: z.string().optional(),
  access_token: z.string().optional(),
});

/**
 * Gets what stands in the header that the registry asked for: a token from its
 * service, or user and password themselves.
 *
 * @throws `RegistryError`
 * @remarks Source: distribution's token authentication specification.
 */
export async function authorize(
  header: string,
  options: { registry: ConfiguredRegistry; scope: string; signal: AbortSignal },
): Promise<string> {
  const { registry } = options;
  const challenges = parseChallenges(header);
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer?.parameters.realm) {
    return getToken(bearer, options);
  }
  const basic = basicOf(registry);
  if (basic && challenges.some(({ scheme }) => scheme === 'basic')) {
    return basic;
  }
  throw new RegistryError('missing', notLetIn(registry));
}

/** Why a registry tells nothing: what is to be changed in config. */
export function notLetIn({ host, username }: ConfiguredRegistry): string {
  return username
    ? `${host} lets nobody in by these credentials`
    : `${host} wants credentials`;
}

async function getToken(
  { parameters }: Challenge,
  {
    registry,
    scope,
    signal,
  }: { registry: ConfiguredRegistry; scope: string; signal: AbortSignal },
): Promise<string> {
  const basic = basicOf(registry);
  const url = realmOf(parameters, registry);
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
    throw response.status >= 500
      ? new RegistryError('unavailable', `${registry.host} gives no tokens now`)
      : new RegistryError('missing', notLetIn(registry));
  }
  return `Bearer ${token}`;
}

function basicOf({ username, password }: ConfiguredRegistry) {
  return username && password
    ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    : undefined;
}

// a registry that is reached in the open has said so in config
function realmOf(
  { realm }: Record<string, string>,
  { host, url }: ConfiguredRegistry,
): URL {
  if (!URL.canParse(realm)) {
    throw new RegistryError(
      'unavailable',
      `${host} names no address that gives tokens`,
    );
  }
  const parsed = new URL(realm);
  if (!['https:', new URL(url).protocol].includes(parsed.protocol)) {
    throw new RegistryError(
      'unavailable',
      `${host} wants credentials to be sent without encryption`,
    );
  }
  return parsed;
}

async function discard(response: Response): Promise<undefined> {
  await response.body?.cancel();
  return undefined;
}
