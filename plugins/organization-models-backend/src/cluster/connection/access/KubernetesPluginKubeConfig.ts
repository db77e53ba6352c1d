import type { AuthService } from '@backstage/backend-plugin-api';
import type {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import { KubeConfig } from '@kubernetes/client-node';
import { isEqual } from 'lodash';
import { CachedCredential } from './CachedCredential';
import type { KubeConfigSource } from './KubeConfigSource';
import type { KubernetesPluginClusters } from './KubernetesPluginClusters';
import { useEnvironmentProxy } from './useEnvironmentProxy';
import { findUserActing } from './userActingProviders';

/** How often the plugin's locators are asked for a cluster, in milliseconds. */
const LOCATE_EVERY_MS = 30_000;

type Located = { details: ClusterDetails; kubeConfig: KubeConfig };

type Options = {
  clusters: KubernetesPluginClusters;
  auth: AuthService;
  now?: () => number;
};

const PROVIDER = 'backstage-kubernetes-plugin';

// client-node does not export it
type Authenticator = Parameters<KubeConfig['addAuthenticator']>[0];

class CredentialAuthenticator implements Authenticator {
  constructor(private readonly credential: CachedCredential) {}

  isAuthProvider: Authenticator['isAuthProvider'] = user =>
    user.authProvider?.name === PROVIDER;

  applyAuthentication: Authenticator['applyAuthentication'] = async (
    _user,
    options,
  ) => {
    const credential = await this.credential.read();
    switch (credential.type) {
      case 'bearer token':
        options.headers = {
          ...options.headers,
          Authorization: `Bearer ${credential.token}`,
        };
        break;
      case 'x509 client certificate':
        options.cert = credential.cert;
        options.key = credential.key;
        break;
      default: // anonymous
    }
  };
}

/**
 * A cluster as the Kubernetes plugin knows it: where its locators say it is, and
 * with the credentials of its authentication strategies.
 */
export class KubernetesPluginKubeConfig implements KubeConfigSource {
  #located: Located | undefined;
  #locateAt = 0;
  readonly #credential: CachedCredential;
  readonly #now: () => number;

  constructor(
    private readonly cluster: string,
    private readonly options: Options,
  ) {
    this.#now = options.now ?? Date.now;
    this.#credential = new CachedCredential(() => this.#sign(), this.#now);
  }

  async read(): Promise<KubeConfig> {
    if (!this.#located || this.#now() >= this.#locateAt) {
      this.#located = await this.#locate();
      this.#locateAt = this.#now() + LOCATE_EVERY_MS;
    }
    return this.#located.kubeConfig;
  }

  forget(): void {
    this.#locateAt = 0;
    this.#credential.forget();
  }

  async #locate(): Promise<Located> {
    const { auth, clusters } = this.options;
    const details = await clusters.find(this.cluster, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    const reason = findUserActing(providerOf(details));
    if (reason) {
      throw new Error(reason);
    }
    if (this.#located && isEqual(this.#located.details, details)) {
      return this.#located;
    }
    this.#credential.forget();
    return { details, kubeConfig: this.#build(details) };
  }

  async #sign(): Promise<KubernetesCredential> {
    const { details } = this.#located!;
    const provider = providerOf(details);
    const strategy = this.options.clusters.strategyOf(provider);
    try {
      // No user stands behind it who could bring a token
      return await strategy.getCredential(details, {});
    } catch (error) {
      throw new Error(
        `the auth provider ${provider} gives no credentials to a server without a user: ${
          (error as Error).message
        }`,
      );
    }
  }

  #build(details: ClusterDetails): KubeConfig {
    const { name, url, caData, caFile, skipTLSVerify } = details;
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      {
        name,
        server: url,
        caData,
        caFile,
        // Without TLS there is nothing to verify, which client-node wants said
        skipTLSVerify: skipTLSVerify ?? url.startsWith('http:'),
      },
      { name, authProvider: { name: PROVIDER, config: {} } },
    );
    kubeConfig.addAuthenticator(new CredentialAuthenticator(this.#credential));
    return useEnvironmentProxy(kubeConfig);
  }
}

function providerOf({ authMetadata }: ClusterDetails): string {
  return authMetadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER] ?? 'serviceAccount';
}
