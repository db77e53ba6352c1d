import type { RawObject } from '../../connection/RawObject';

/** A gateway, and where it is reached. */
export type Gateway = {
  /** Namespace and name, with `/` between. */
  name: string;
  /** `undefined` while it has no address or no listener for HTTP. */
  url?: string;
};

type Listener = { protocol: string; port: number; hostname?: string };

const DEFAULT_PORTS: Record<string, number> = { http: 80, https: 443 };

/** Reads a Gateway of the Gateway API; HTTPS is preferred where it has both. */
export function toGateway({ metadata, spec, status }: RawObject): Gateway {
  const listeners: Listener[] = spec?.listeners ?? [];
  const listener =
    listeners.find(({ protocol }) => protocol === 'HTTPS') ??
    listeners.find(({ protocol }) => protocol === 'HTTP');
  const address: string | undefined = status?.addresses?.[0]?.value;
  const host = hostnameOf(listener) ?? address;
  return {
    name: gatewayName(metadata.namespace, metadata.name),
    ...(listener && host && { url: toUrl(host, listener) }),
  };
}

export function gatewayName(
  namespace: string | undefined,
  name: string,
): string {
  return `${namespace}/${name}`;
}

// A wildcard is no host that anybody could ask
function hostnameOf(listener: Listener | undefined): string | undefined {
  const { hostname } = listener ?? {};
  return hostname?.startsWith('*') ? undefined : hostname;
}

function toUrl(host: string, { protocol, port }: Listener): string {
  const scheme = protocol.toLocaleLowerCase('en-US');
  const authority = host.includes(':') ? `[${host}]` : host;
  return port === DEFAULT_PORTS[scheme]
    ? `${scheme}://${authority}`
    : `${scheme}://${authority}:${port}`;
}
