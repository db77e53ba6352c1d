import type { Config } from '@backstage/config';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  parseFields,
  quotaHard,
  type QuotaLimits,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Access } from './cluster/connectCluster';
import type { PodSettings } from './domain/facts/ResolvedModel';
import type { Policies } from './domain/policy/layPolicy';
import { readPolicies } from './readPolicies';
import type { RateLimit } from './routers/limitRequests';
import { toOrganizationRef } from './services/organizationRef';
import type { NamespaceConfig } from './domain/namespaces/namespaceOf';
import type { NetworkRules } from './domain/namespaces/OrganizationNamespace';
import type { QuotaConfig } from './domain/quota/chooseQuota';

/** What names of organizations leave of a namespace's 63 characters. */
const LONGEST_PREFIX = 40;

/** The plugin's config with its defaults; nobody else reads app-config. */
export type OrganizationModelsConfig = {
  rootPath: string | undefined;
  installationId: string | undefined;
  organization: OrganizationConfig;
  administrators: string[];
  rateLimit: RateLimit | undefined;
  clusters: ClusterConfig[];
  controller: { enabled: boolean; workers: number; resyncSeconds: number };
  defaults: ModelDefaults;
  hub: { url: string; enabled: boolean; timeoutSeconds: number };
  policies: Policies;
  quota: QuotaConfig;
};

export type OrganizationConfig = {
  mode: 'catalog' | 'single';
  single: string | undefined;
  groupTypes: string[];
  externalSubjects: Map<string, string[]>;
};

export type ModelDefaults = {
  image: string;
  cpu: string;
  memory: string;
  storageSize: string;
};

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
  gatewayUrl: string | undefined;
  pods: PodSettings;
};

/**
 * Reads `organizationModels` of app-config.
 *
 * @throws `InputError` naming the key that is wrong
 */
export function readConfig(root: Config): OrganizationModelsConfig {
  const config = root.getOptionalConfig('organizationModels');
  return {
    rootPath: readRootPath(config),
    installationId: config?.getOptionalString('installationId'),
    organization: readOrganization(config?.getOptionalConfig('organization')),
    administrators: readAdministrators(config),
    rateLimit: readRateLimit(config?.getOptionalConfig('rateLimit')),
    clusters: readClusters(root, config),
    controller: {
      enabled: config?.getOptionalBoolean('controller.enabled') ?? true,
      workers: config?.getOptionalNumber('controller.workers') ?? 8,
      resyncSeconds:
        config?.getOptionalNumber('controller.resyncSeconds') ?? 300,
    },
    defaults: {
      image:
        config?.getOptionalString('defaults.image') ??
        'vllm/vllm-openai:v0.32.0',
      cpu: config?.getOptionalString('defaults.cpu') ?? '2',
      memory: config?.getOptionalString('defaults.memory') ?? '16Gi',
      storageSize: config?.getOptionalString('defaults.storageSize') ?? '100Gi',
    },
    hub: {
      url: config?.getOptionalString('hub.url') ?? 'https://huggingface.co',
      enabled: config?.getOptionalBoolean('hub.enabled') ?? true,
      timeoutSeconds: config?.getOptionalNumber('hub.timeoutSeconds') ?? 5,
    },
    policies: readPolicies(config),
    quota: readQuota(config),
  };
}

function readQuota(config: Config | undefined): QuotaConfig {
  const limits = config?.getOptional('quota.default');
  // Refs have colons and slashes, and bare names may have dots
  const organizations =
    config?.getOptional<Record<string, unknown>>('quota.organizations') ?? {};
  return {
    default: limits === undefined ? undefined : readLimits('default', limits),
    organizations: new Map(
      Object.entries(organizations).map(([ref, value]) => [
        stringifyEntityRef(
          parseEntityRef(ref, {
            defaultKind: 'group',
            defaultNamespace: 'default',
          }),
        ),
        readLimits(`organizations.${ref}`, value),
      ]),
    ),
  };
}

function readLimits(key: string, value: unknown): QuotaLimits {
  const parsed = parseFields(quotaHard, value);
  if (parsed.outcome === 'invalid') {
    const problems = parsed.problems.map(
      ({ field, message }) => `${field} ${message}`,
    );
    throw new InputError(
      `organizationModels.quota.${key}: ${problems.join('; ')}`,
    );
  }
  return parsed.value;
}

function readRootPath(config: Config | undefined): string | undefined {
  const path = config?.getOptional('rootPath') ?? '/v1/organization/models';
  if (path === false) {
    return undefined;
  }
  if (typeof path !== 'string' || !path.startsWith('/')) {
    throw new InputError(
      'organizationModels.rootPath must be false or a path that begins with /',
    );
  }
  return path;
}

function readOrganization(config: Config | undefined): OrganizationConfig {
  const mode = config?.getOptionalString('mode') ?? 'catalog';
  if (mode !== 'catalog' && mode !== 'single') {
    throw new InputError(
      'organizationModels.organization.mode must be catalog or single',
    );
  }
  return {
    mode,
    single:
      mode === 'single'
        ? readOrganizationRef(config!.getString('single'), 'single')
        : undefined,
    groupTypes: config?.getOptionalStringArray('groupTypes') ?? [
      'organization',
    ],
    externalSubjects: readExternalSubjects(config),
  };
}

// Subjects have dots, slashes and the like, which getConfig would not take
function readExternalSubjects(
  config: Config | undefined,
): Map<string, string[]> {
  const subjects = Object.entries(
    config?.getOptional<Record<string, unknown>>('externalSubjects') ?? {},
  );
  return new Map(
    subjects.map(([subject, refs]) => {
      const key = `externalSubjects: ${subject}`;
      if (!Array.isArray(refs)) {
        throw new InputError(
          `organizationModels.organization.${key} must be a list of organizations`,
        );
      }
      return [
        subject,
        refs.map(ref => (ref === '*' ? ref : readOrganizationRef(ref, key))),
      ];
    }),
  );
}

function readOrganizationRef(value: unknown, key: string): string {
  const ref = typeof value === 'string' ? toOrganizationRef(value) : undefined;
  if (ref === undefined) {
    throw new InputError(
      `organizationModels.organization.${key} must be the ref or name of a group`,
    );
  }
  return ref;
}

// As sign-in resolvers write them
function readAdministrators(config: Config | undefined): string[] {
  const refs = config?.getOptionalStringArray('administrators') ?? [];
  return refs.map(ref => {
    const normal = toOrganizationRef(ref);
    if (normal === undefined) {
      throw new InputError(
        `organizationModels.administrators: ${ref} must be the ref of a group or user`,
      );
    }
    return normal;
  });
}

function readRateLimit(config: Config | undefined): RateLimit | undefined {
  const read = (key: string) => {
    const value = config?.getOptionalNumber(key);
    if (value !== undefined && !(value >= 1)) {
      throw new InputError(
        `organizationModels.rateLimit.${key} must be 1 or more`,
      );
    }
    return value;
  };
  return (
    config && {
      windowSeconds: read('windowSeconds') ?? 60,
      requests: read('requests'),
      writes: read('writes'),
    }
  );
}

function readClusters(
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
    network: {
      ingressNamespaces: config.getOptionalStringArray(
        'networkPolicy.ingressNamespaces',
      ) ?? ['aibrix-system', 'envoy-gateway-system', 'monitoring'],
      egressPorts: config.getOptional<number[]>(
        'networkPolicy.egressPorts',
      ) ?? [443],
    },
    requiredComponents: config.getOptionalStringArray('requiredComponents') ?? [
      'aibrix',
    ],
    serviceMonitorLabels: readMap(config, 'serviceMonitorLabels'),
    storageClass: config.getOptionalString('storageClass'),
    gatewayUrl: readGatewayUrl(config),
    pods: readPodSettings(config.getOptionalConfig('pods')),
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

function readAccess(root: Config, name: string, config: Config): Access {
  if (config.getOptionalBoolean('inCluster')) {
    return { kind: 'inCluster' };
  }
  const file = config.getOptionalString('kubeconfig.file');
  if (file) {
    const context = config.getOptionalString('kubeconfig.context');
    return { kind: 'kubeconfig', file, context };
  }
  const reference = config.getOptionalString('kubernetesPluginCluster');
  if (reference) {
    return readToken(findKubernetesPluginCluster(root, reference));
  }
  if (config.has('url')) {
    return readToken(config);
  }
  throw new InputError(
    `organizationModels.clusters: ${name} needs one of inCluster, kubeconfig, url or kubernetesPluginCluster`,
  );
}

function readToken(config: Config): Access {
  return {
    kind: 'token',
    url: config.getString('url'),
    token: config.getOptionalString('serviceAccountToken'),
    caData: config.getOptionalString('caData'),
    caFile: config.getOptionalString('caFile'),
    skipTlsVerify: config.getOptionalBoolean('skipTLSVerify') ?? false,
  };
}

function findKubernetesPluginCluster(root: Config, name: string): Config {
  const clusters = (
    root.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? []
  )
    .filter(method => method.getString('type') === 'config')
    .flatMap(method => method.getOptionalConfigArray('clusters') ?? []);
  const found = clusters.find(cluster => cluster.getString('name') === name);
  if (!found) {
    throw new InputError(
      `organizationModels.clusters: kubernetes.clusterLocatorMethods has no cluster ${name} in an entry of type config`,
    );
  }
  return found;
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

// Keys may have dots, which getString would take for a path
function readMap(
  config: Config | undefined,
  key: string,
): Record<string, string> {
  const map = config?.getOptional<Record<string, unknown>>(key) ?? {};
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [name, String(value)]),
  );
}
