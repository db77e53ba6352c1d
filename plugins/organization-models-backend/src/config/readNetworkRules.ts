import { isIP } from 'node:net';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { NetworkRules } from '../domain/namespaces/OrganizationNamespace';

/** Reads `networkPolicy` of a cluster; `path` is where it stands. */
export function readNetworkRules(
  config: Config | undefined,
  path: string,
): NetworkRules {
  return {
    ingressNamespaces: config?.getOptionalStringArray('ingressNamespaces') ?? [
      'aibrix-system',
      'envoy-gateway-system',
      'monitoring',
    ],
    egressPorts: readPorts(config, `${path}.egressPorts`),
    egressCidrs: readBlocks(config, 'egressCidrs', path),
    egressExcept: readBlocks(config, 'egressExcept', path) ?? [],
  };
}

function readPorts(config: Config | undefined, path: string): number[] {
  const ports = config?.getOptional<unknown>('egressPorts') ?? [443];
  const isPort = (port: unknown) =>
    Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;
  if (!Array.isArray(ports) || !ports.every(isPort)) {
    throw new InputError(`${path} must be a list of numbers from 1 to 65535`);
  }
  return ports;
}

// The API server would refuse the policy with each model that is deployed
function readBlocks(
  config: Config | undefined,
  key: string,
  path: string,
): string[] | undefined {
  const blocks = config?.getOptionalStringArray(key);
  for (const [index, block] of (blocks ?? []).entries()) {
    const [address, bits, ...rest] = block.split('/');
    const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    if (rest.length || !/^\d{1,3}$/.test(bits ?? '') || Number(bits) > most) {
      throw new InputError(
        `${path}.${key}.${index}: ${block} must be a block of addresses such as 10.0.0.0/8`,
      );
    }
  }
  return blocks;
}
