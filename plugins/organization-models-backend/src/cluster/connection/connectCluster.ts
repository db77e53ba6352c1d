import { existsSync, readFileSync } from 'node:fs';
import type { AuthService } from '@backstage/backend-plugin-api';
import { KubeConfig } from '@kubernetes/client-node';
import { InputError } from '@backstage/errors';
import {
  type KubeConfigSource,
  LoadedKubeConfig,
} from './access/KubeConfigSource';
import type { KubernetesPluginClusters } from './access/KubernetesPluginClusters';
import { KubernetesPluginKubeConfig } from './access/KubernetesPluginKubeConfig';
import { useEnvironmentProxy } from './access/useEnvironmentProxy';
import { ClusterConnection } from './ClusterConnection';

/** How a cluster is reached, as config says. */
export type Access =
  | { kind: 'inCluster' }
  | { kind: 'kubeconfig'; file: string; context: string | undefined }
  | {
      kind: 'token';
      url: string;
      token: string | undefined;
      caData: string | undefined;
      caFile: string | undefined;
      skipTlsVerify: boolean;
    }
  /** As the Kubernetes plugin knows it. */
  | { kind: 'kubernetesPlugin'; cluster: string };

/** What clusters of the Kubernetes plugin are reached by. */
export type KubernetesPluginAccess = {
  clusters: KubernetesPluginClusters;
  auth: AuthService;
};

const SERVICE_ACCOUNT_TOKEN =
  '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * Makes a connection; nothing is asked of the cluster yet.
 *
 * @returns `undefined` when `inCluster` is configured and this process does not
 * run in a cluster
 * @throws `InputError` when a file that config names cannot be read
 */
export function connectCluster(
  name: string,
  access: Access,
  kubernetesPlugin: KubernetesPluginAccess,
  onRequest?: (verb: string, code: string) => void,
): ClusterConnection | undefined {
  if (access.kind === 'inCluster' && !existsSync(SERVICE_ACCOUNT_TOKEN)) {
    return undefined;
  }
  const source = toSource(name, access, kubernetesPlugin);
  return new ClusterConnection(name, source, onRequest);
}

function toSource(
  name: string,
  access: Access,
  kubernetesPlugin: KubernetesPluginAccess,
): KubeConfigSource {
  if (access.kind === 'kubernetesPlugin') {
    return new KubernetesPluginKubeConfig(access.cluster, kubernetesPlugin);
  }
  const source = new LoadedKubeConfig(() =>
    useEnvironmentProxy(toKubeConfig(name, access)),
  );
  // A file that cannot be read is told at the start
  source.read();
  return source;
}

type LoadedAccess = Exclude<Access, { kind: 'kubernetesPlugin' }>;

function toKubeConfig(name: string, access: LoadedAccess): KubeConfig {
  const kubeConfig = new KubeConfig();
  switch (access.kind) {
    case 'inCluster':
      kubeConfig.loadFromCluster();
      break;
    case 'kubeconfig':
      kubeConfig.loadFromString(read(name, access.file));
      if (access.context) {
        kubeConfig.setCurrentContext(access.context);
      }
      break;
    default:
      loadToken(kubeConfig, name, access);
  }
  return kubeConfig;
}

function loadToken(
  kubeConfig: KubeConfig,
  name: string,
  access: Extract<Access, { kind: 'token' }>,
) {
  // A variable that is not set leaves nothing of the setting that names it
  if (!access.token && !existsSync(SERVICE_ACCOUNT_TOKEN)) {
    throw new InputError(
      `organizationModels.clusters: ${name} needs a serviceAccountToken: it has none, and this process has no token of a pod's own`,
    );
  }
  kubeConfig.loadFromOptions({
    clusters: [
      {
        name,
        server: access.url,
        caData: access.caData,
        caFile: access.caFile,
        skipTLSVerify: access.skipTlsVerify,
      },
    ],
    users: [
      access.token
        ? { name, token: access.token }
        : {
            name,
            authProvider: {
              name: 'tokenFile',
              config: { tokenFile: SERVICE_ACCOUNT_TOKEN },
            },
          },
    ],
    contexts: [{ name, cluster: name, user: name }],
    currentContext: name,
  });
}

function read(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(
      `organizationModels.clusters: the kubeconfig of ${name} cannot be read`,
      error,
    );
  }
}
