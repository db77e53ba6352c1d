import { readFileSync } from 'node:fs';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { PrometheusConfig } from '../metrics/PrometheusClient';
import { readMap } from './readMap';

/** By which Mimir, Cortex and Loki tell tenants apart. */
const TENANT_HEADER = 'X-Scope-OrgID';

/**
 * Reads `prometheus` of `organizationModels` or of a cluster.
 *
 * @param place - the key, for errors
 */
export function readPrometheus(
  config: Config | undefined,
  place: string,
): PrometheusConfig | undefined {
  if (!config) {
    return undefined;
  }
  const url = config.getString('url');
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new InputError(`${place}.url must begin with http:// or https://`);
  }
  const tenant = config.getOptionalString('tenant');
  return {
    url: url.replace(/\/+$/, ''),
    headers: {
      ...readMap(config, 'headers'),
      ...(tenant === undefined ? {} : { [TENANT_HEADER]: tenant }),
    },
    labels: readLabels(config, place),
    ca: readCa(config, place),
  };
}

function readLabels(config: Config, place: string): Record<string, string> {
  const labels = readMap(config, 'labels');
  for (const name of Object.keys(labels)) {
    if (!/^[a-zA-Z_]\w*$/.test(name)) {
      throw new InputError(
        `${place}.labels: ${name} must be a label of Prometheus, of letters, digits and _`,
      );
    }
  }
  return labels;
}

function readCa(config: Config, place: string): string | undefined {
  const data = config.getOptionalString('caData');
  const file = config.getOptionalString('caFile');
  if (data !== undefined) {
    return Buffer.from(data, 'base64').toString('utf8');
  }
  if (file === undefined) {
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new InputError(`${place}.caFile cannot be read: ${file}`);
  }
}
