import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ConfiguredImage } from '../domain/engines/readImageFacts';
import type { GpuConfig } from '../domain/gpus/gpuConfig';
import type { NoticeKind } from '../domain/notices/Notice';
import type { Policies } from '../domain/policy/layPolicy';
import type { QuotaConfig } from '../domain/quota/chooseQuota';
import type { PrometheusConfig } from '../metrics/PrometheusClient';
import type { RateLimit } from '../routers/limitRequests';
import type { LogLimitsConfig } from '../services/logs/LogLimits';
import { toOrganizationRef } from '../services/access/organizationRef';
import { type ClusterConfig, readClusters } from './readClusters';
import { type InferenceConfig, readInference } from './readInference';
import { type OrganizationConfig, readOrganization } from './readOrganization';
import { readGpus } from './readGpus';
import { readNotifications } from './readNotifications';
import { readImages } from './readImages';
import { refuseUnknownSettings } from './refuseUnknownSettings';
import { readRegistries, type RegistriesConfig } from './readRegistries';
import { readPrometheus } from './readPrometheus';
import { withRegistry } from '../domain/engines/withRegistry';
import { readPolicies } from './readPolicies';
import { readQuota } from './readQuota';
import type { Retention } from '../controller/forgetOld';
import { readRetention } from './readRetention';

/** The plugin's config with its defaults; nobody else reads app-config. */
export type OrganizationModelsConfig = {
  rootPath: string | undefined;
  installationId: string | undefined;
  organization: OrganizationConfig;
  administrators: string[];
  rateLimit: RateLimit | undefined;
  clusters: ClusterConfig[];
  controller: {
    enabled: boolean;
    workers: number;
    resyncSeconds: number;
    proofAfterStart: boolean;
  };
  defaults: ModelDefaults;
  registries: RegistriesConfig;
  hub: { url: string; enabled: boolean; timeoutSeconds: number };
  gpus: GpuConfig;
  images: ConfiguredImage[];
  policies: Policies;
  quota: QuotaConfig;
  notifications: ReadonlySet<NoticeKind>;
  logs: LogLimitsConfig;
  inference: InferenceConfig;
  retention: Retention;
  prometheus: PrometheusConfig | undefined;
};

export type ModelDefaults = {
  image: string;
  /** Where engines' own images are, in place of Docker Hub; without a `/` at its end. */
  registry?: string;
  cpu: string;
  memory: string;
  storageSize: string;
};

/**
 * Reads `organizationModels` of app-config.
 *
 * @throws `InputError` naming the key that is wrong
 */
export function readConfig(root: Config): OrganizationModelsConfig {
  const config = root.getOptionalConfig('organizationModels');
  refuseUnknownSettings(config);
  return {
    rootPath: readRootPath(config),
    installationId: config?.getOptionalString('installationId'),
    organization: readOrganization(config?.getOptionalConfig('organization')),
    administrators: readAdministrators(config),
    rateLimit: readRateLimit(config?.getOptionalConfig('rateLimit')),
    clusters: readClusters(root, config),
    controller: {
      enabled: config?.getOptionalBoolean('controller.enabled') ?? true,
      workers: readCount(config, 'controller.workers', 8),
      resyncSeconds: readCount(config, 'controller.resyncSeconds', 300),
      proofAfterStart:
        config?.getOptionalBoolean('controller.proofAfterStart') ?? true,
    },
    defaults: readDefaults(config?.getOptionalConfig('defaults')),
    hub: {
      url: config?.getOptionalString('hub.url') ?? 'https://huggingface.co',
      enabled: config?.getOptionalBoolean('hub.enabled') ?? true,
      timeoutSeconds: config?.getOptionalNumber('hub.timeoutSeconds') ?? 5,
    },
    gpus: readGpus(config),
    images: readImages(config),
    registries: readRegistries(config),
    policies: readPolicies(config),
    quota: readQuota(config),
    notifications: readNotifications(config),
    logs: readLogLimits(config?.getOptionalConfig('logs')),
    inference: readInference(config),
    retention: readRetention(config),
    prometheus: readPrometheus(
      config?.getOptionalConfig('prometheus'),
      'organizationModels.prometheus',
    ),
  };
}

function readDefaults(config: Config | undefined): ModelDefaults {
  const registry = config?.getOptionalString('registry');
  if (
    registry !== undefined &&
    !/^[\w.-]+(:\d+)?(\/[\w.-]+)*$/.test(registry)
  ) {
    throw new InputError(
      `organizationModels.defaults.registry must be a registry, or a path in one, such as mirror.example.com/dockerhub, not ${registry}`,
    );
  }
  return {
    image:
      config?.getOptionalString('image') ??
      withRegistry('vllm/vllm-openai:v0.32.0', registry),
    registry,
    cpu: config?.getOptionalString('cpu') ?? '2',
    memory: config?.getOptionalString('memory') ?? '16Gi',
    storageSize: config?.getOptionalString('storageSize') ?? '100Gi',
  };
}

// Without workers nothing would ever be deployed, and nobody would say so
function readCount(
  config: Config | undefined,
  key: string,
  usual: number,
): number {
  const value = config?.getOptionalNumber(key) ?? usual;
  if (!Number.isInteger(value) || value < 1) {
    throw new InputError(
      `organizationModels.${key} must be a whole number from 1, not ${value}`,
    );
  }
  return value;
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

function readLogLimits(config: Config | undefined): LogLimitsConfig {
  const read = (key: string, otherwise: number) => {
    const value = config?.getOptionalNumber(key) ?? otherwise;
    if (!(value >= 1)) {
      throw new InputError(`organizationModels.logs.${key} must be 1 or more`);
    }
    return value;
  };
  return {
    streams: read('streams', 50),
    linesPerSecond: read('linesPerSecond', 20_000),
  };
}
