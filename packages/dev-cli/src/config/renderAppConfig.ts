import path from 'node:path';
import { stringify } from 'yaml';
import { sharedClass } from '@orgmodels/dev-cluster';

/** What distinguishes one development portal from the next. */
export interface DevelopmentConfig {
  portalPort: number;
  apiPort: number;
  /** Where an embedded database keeps its files; unused when `postgresUrl` is given. */
  directory: string;
  postgresUrl?: string;
  kubeconfig: string;
  hubUrl?: string;
  /** The token that lets programs in as the service `ci`. */
  serviceToken: string;
  /** What app-config.local.yaml says of models; it is laid beneath ours. */
  local?: LocalModelsConfig;
}

/** The part of app-config.local.yaml that ours would hide: lists replace lists. */
export interface LocalModelsConfig {
  clusters?: { name?: string; [setting: string]: unknown }[];
  hub?: object;
  prices?: object;
}

/** The service that the development token stands for, and the organization it acts for. */
export const developmentService = 'ci';
const clusterName = 'development';
const developmentOrganization = 'group:default/acme';

/** Roughly what clouds take for the GPUs of the development cluster, so that costs have something to be seen by. */
const prices = {
  currency: 'USD',
  gpuHour: {
    H100: 6.88,
    'A100-SXM4-40GB': 3.67,
    'A100-SXM4-80GB': 5.07,
    'A100-SXM4-80GB-MIG-3g.40gb': 2.17,
    'A100-SXM4-80GB-MIG-2g.20gb': 1.45,
    L4: 0.71,
    MI300X: 6,
  },
};

/** Renders the configuration that is laid over app-config.yaml for one development portal. */
export function renderAppConfig(config: DevelopmentConfig): string {
  return `# Written by ./dev up. Changes are lost at the next start.\n${stringify(
    {
      app: {
        baseUrl: `http://localhost:${config.portalPort}`,
        listen: { host: '127.0.0.1', port: config.portalPort },
      },
      backend: buildBackend(config),
      organizationModels: buildOrganizationModels(config),
    },
  )}`;
}

function buildBackend(config: DevelopmentConfig) {
  return {
    baseUrl: `http://localhost:${config.apiPort}`,
    listen: { host: '127.0.0.1', port: config.apiPort },
    cors: { origin: `http://localhost:${config.portalPort}` },
    database: buildDatabase(config),
    auth: {
      externalAccess: [
        {
          type: 'static',
          options: { token: config.serviceToken, subject: developmentService },
        },
      ],
    },
  };
}

function buildDatabase({ postgresUrl, directory }: DevelopmentConfig) {
  return postgresUrl
    ? { client: 'pg', connection: postgresUrl }
    : {
        client: 'better-sqlite3',
        connection: { directory: path.join(directory, 'sqlite') },
      };
}

function buildOrganizationModels(config: DevelopmentConfig) {
  const { clusters = [], hub } = config.local ?? {};
  const isOurs = ({ name = clusterName }) => name === clusterName;
  return {
    clusters: [
      {
        sharedStorageClasses: [sharedClass],
        ...clusters.find(isOurs),
        name: clusterName,
        kubeconfig: { file: config.kubeconfig },
      },
      ...clusters.filter(cluster => !isOurs(cluster)),
    ],
    ...(config.hubUrl && !hub && { hub: { url: config.hubUrl } }),
    prices: config.local?.prices ?? prices,
    organization: {
      externalSubjects: { [developmentService]: [developmentOrganization] },
    },
  };
}
