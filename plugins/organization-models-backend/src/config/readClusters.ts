import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Access } from '../cluster/connection/connectCluster';
import type { PodAccess } from '../cluster/pods/PodReach';
import type { NamespaceConfig } from '../domain/namespaces/namespaceOf';
import type { NetworkRules } from '../domain/namespaces/OrganizationNamespace';
import type { PodSettings } from '../domain/facts/ResolvedModel';
import type { PrometheusConfig } from '../metrics/PrometheusClient';
import { readAccess } from './readAccess';
import { readMap } from './readMap';
import { readNetworkRules } from './readNetworkRules';
import { readPrometheus } from './readPrometheus';

/** What names of organizations leave of a namespace's 63 characters. */
const LONGEST_PREFIX = 40;

export type ClusterConfig = {
  name: string;
  title: string | undefined;
  access: Access;
  namespace: string;
  namespaces: NamespaceConfig['namespaces'];
  network: NetworkRules;
  requiredComponents: string[];
  serviceMonitorLabels: Record<string, string>;
  storageClass: string | undefined;
  sharedStorageClasses: string[];
  gatewayUrl: string | undefined;
  podAccess: PodAccess;
  pods: PodSettings;
  prometheus: PrometheusConfig | undefined;
};

/** Reads `organizationModels.clusters`: where models run. */
export function readClusters(
  root: Config,
  config: Config | undefined,
): ClusterConfig[] {
  const clusters = (config?.getOptionalConfigArray('clusters') ?? []).map(
    cluster => readCluster(root, cluster),
  );
  const names = clusters.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice) {
    throw new InputError(
      `organizationModels.clusters names ${twice} twice: names must differ`,
    );
  }
  return clusters;
}

function readCluster(root: Config, config: Config): ClusterConfig {
  const name = config.getString('name');
  return {
    name,
    title: config.getOptionalString('title'),
    access: readAccess(root, name, config),
    namespace: config.getOptionalString('namespace') ?? 'organization-models',
    namespaces: readNamespaces(name, config),
    network: readNetworkRules(
      config.getOptionalConfig('networkPolicy'),
      `organizationModels.clusters: networkPolicy of ${name}`,
    ),
    requiredComponents: config.getOptionalStringArray('requiredComponents') ?? [
      'aibrix',
    ],
    serviceMonitorLabels: readMap(config, 'serviceMonitorLabels'),
    storageClass: config.getOptionalString('storageClass'),
    sharedStorageClasses:
      config.getOptionalStringArray('sharedStorageClasses') ?? [],
    gatewayUrl: readGatewayUrl(config),
    podAccess: readPodAccess(name, config),
    pods: readPodSettings(config.getOptionalConfig('pods')),
    prometheus: readPrometheus(
      config.getOptionalConfig('prometheus'),
      `organizationModels.clusters: prometheus of ${name}`,
    ),
  };
}

function readGatewayUrl(config: Config): string | undefined {
  const url = config.getOptionalString('gatewayUrl');
  if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new InputError(
      'organizationModels.clusters: gatewayUrl must begin with http:// or https://',
    );
  }
  return url?.replace(/\/+$/, '');
}

// Pods have addresses that only their own cluster knows, as a rule
function readPodAccess(name: string, config: Config): PodAccess {
  const access =
    config.getOptionalString('podAccess') ??
    (config.getOptionalBoolean('inCluster') ? 'direct' : 'portForward');
  if (access !== 'direct' && access !== 'portForward') {
    throw new InputError(
      `organizationModels.clusters: podAccess of ${name} must be direct or portForward`,
    );
  }
  return access;
}

function readNamespaces(
  name: string,
  config: Config,
): NamespaceConfig['namespaces'] {
  const namespaces = config.getOptionalString('namespaces') ?? 'shared';
  if (namespaces !== 'shared' && namespaces !== 'perOrganization') {
    throw new InputError(
      `organizationModels.clusters: namespaces of ${name} must be shared or perOrganization`,
    );
  }
  if (
    namespaces === 'perOrganization' &&
    (config.getOptionalString('namespace') ?? '').length > LONGEST_PREFIX
  ) {
    throw new InputError(
      `organizationModels.clusters: namespace of ${name} must have at most ${LONGEST_PREFIX} characters, since the names of organizations follow it`,
    );
  }
  return namespaces;
}

function readPodSettings(config: Config | undefined): PodSettings {
  return {
    imagePullSecrets: config?.getOptionalStringArray('imagePullSecrets') ?? [],
    env: Object.entries(readMap(config, 'env')).map(([name, value]) => ({
      name,
      value,
    })),
    caBundleConfigMap: config?.getOptionalString('caBundleConfigMap'),
    runtimeClassName: config?.getOptionalString('runtimeClassName'),
    priorityClassName: config?.getOptionalString('priorityClassName'),
    labels: readMap(config, 'labels'),
    annotations: readMap(config, 'annotations'),
  };
}
