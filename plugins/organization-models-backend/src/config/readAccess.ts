import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { findUserActing } from '../cluster/connection/access/userActingProviders';
import type { Access } from '../cluster/connection/connectCluster';

/** Reads how one cluster is reached. */
export function readAccess(root: Config, name: string, config: Config): Access {
  refuseSeveralWays(name, config);
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
    return readKubernetesPluginCluster(root, reference);
  }
  if (config.has('url')) {
    return readToken(config);
  }
  throw new InputError(
    `organizationModels.clusters: ${name} needs one of inCluster, kubeconfig, url or kubernetesPluginCluster`,
  );
}

const WAYS = ['inCluster', 'kubeconfig', 'url', 'kubernetesPluginCluster'];

// Which of them counts would be a guess
function refuseSeveralWays(name: string, config: Config) {
  const named = WAYS.filter(
    way => ![undefined, false].includes(config.getOptional(way)),
  );
  if (named.length > 1) {
    throw new InputError(
      `organizationModels.clusters: ${name} has ${named.join(
        ' and ',
      )}, and is reached by one of them only`,
    );
  }
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

// One that has its token in config needs no Kubernetes plugin to be there
function readKubernetesPluginCluster(root: Config, name: string): Access {
  if (!root.has('kubernetes')) {
    throw new InputError(
      `organizationModels.clusters: kubernetesPluginCluster ${name} needs the Kubernetes plugin to be configured`,
    );
  }
  const cluster = findInConfig(root, name);
  const provider = cluster && readProvider(cluster);
  const reason = provider && findUserActing(provider);
  if (reason) {
    throw new InputError(
      `organizationModels.clusters: ${name} cannot be used: ${reason}`,
    );
  }
  return cluster && (!provider || provider === 'serviceAccount')
    ? readToken(cluster)
    : { kind: 'kubernetesPlugin', cluster: name };
}

function readProvider(cluster: Config): string | undefined {
  // The key has dots, which getString would take for a path
  const metadata = cluster.getOptional<Record<string, string>>('authMetadata');
  return (
    cluster.getOptionalString('authProvider') ??
    metadata?.['kubernetes.io/auth-provider']
  );
}

function findInConfig(root: Config, name: string): Config | undefined {
  return (root.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? [])
    .filter(method => method.getString('type') === 'config')
    .flatMap(method => method.getOptionalConfigArray('clusters') ?? [])
    .find(cluster => cluster.getString('name') === name);
}
