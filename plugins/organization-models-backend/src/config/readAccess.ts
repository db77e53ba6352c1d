import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Access } from '../cluster/connectCluster';

/** Reads how one cluster is reached. */
export function readAccess(root: Config, name: string, config: Config): Access {
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
