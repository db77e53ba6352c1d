import type {
  OrganizationToken,
  OrganizationTokenList,
} from '@orgmodels/backstage-plugin-organization-models-common';
import {
  buildOrganizationToken,
  tokenLabels,
  type TokenOwner,
} from '../../domain/desired/organizationToken';
import type { ClusterFacts } from '../../domain/facts/ClusterFacts';
import {
  TOKEN_ANNOTATIONS,
  TOKEN_LABELS,
} from '../../domain/ownership/ownership';
import { namespaceOf } from '../../domain/namespaces/namespaceOf';
import type { Caller } from '../access/Caller';
import type {
  ClusterGateway,
  SecretMetadata,
} from '../acceptance/ClusterGateway';
import { notInKubernetes } from '../errors';
import type {
  NamespacePreparer,
  PreparedCluster,
} from '../acceptance/trying/NamespacePreparer';

/** The tokens of an organization: values come in, and never out. */
export interface TokenService {
  list(caller: Caller): Promise<OrganizationTokenList>;
  put(name: string, value: string, caller: Caller): Promise<OrganizationToken>;
  delete(name: string, caller: Caller): Promise<void>;
}

/**
 * Keeps tokens in the clusters alone, as Secrets which the organization's
 * models may use: there is no second place that could disagree, or leak.
 * Hence reading their names asks the clusters.
 */
export class OrganizationTokens implements TokenService {
  constructor(
    private readonly options: {
      installationId: string;
      gateway: ClusterGateway;
      namespaces: NamespacePreparer;
      clusters: PreparedCluster[];
      /** @throws a refusal when the cluster does not answer now */
      readFacts(cluster: string): Promise<ClusterFacts>;
      now(): Date;
    },
  ) {}

  async list(caller: Caller): Promise<OrganizationTokenList> {
    const found = await this.#inClusters(async cluster =>
      (
        await this.#secretsIn(cluster, caller)
      ).map(secret => toToken(secret, cluster)),
    );
    const tokens = new Map<string, OrganizationToken>();
    for (const token of found.flat()) {
      const known = tokens.get(token.name);
      tokens.set(token.name, known ? merge(known, token) : token);
    }
    const byName = [...tokens.values()].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    return { tokens: byName };
  }

  async put(
    name: string,
    value: string,
    caller: Caller,
  ): Promise<OrganizationToken> {
    const token = {
      name,
      value,
      updatedBy: caller.subject,
      updatedAt: this.options.now().toISOString(),
    };
    const clusters = await this.#inClusters(async cluster => {
      const namespace = await this.#prepareNamespace(cluster, caller);
      const secret = buildOrganizationToken(this.#ownerOf(caller), {
        ...token,
        namespace,
      });
      await this.options.gateway.applySecret(cluster.name, secret);
      return cluster.name;
    });
    return {
      name,
      updated_by: token.updatedBy,
      updated_at: token.updatedAt,
      clusters,
    };
  }

  async delete(name: string, caller: Caller): Promise<void> {
    await this.#inClusters(async cluster => {
      const secrets = await this.#secretsIn(cluster, caller);
      const mine = secrets.filter(
        ({ labels }) => labels[TOKEN_LABELS.name] === name,
      );
      for (const secret of mine) {
        await this.options.gateway.deleteSecret(cluster.name, secret);
      }
    });
  }

  #ownerOf({ organizationId }: Caller): TokenOwner {
    return { installationId: this.options.installationId, organizationId };
  }

  async #secretsIn(
    cluster: PreparedCluster,
    caller: Caller,
  ): Promise<SecretMetadata[]> {
    const secrets = await this.options.gateway.listSecrets(cluster.name, {
      namespace: namespaceOf(caller.organizationId, cluster),
      labels: tokenLabels(this.#ownerOf(caller)),
    });
    return secrets.filter(({ labels }) => labels[TOKEN_LABELS.name]);
  }

  // Made with its policies, as for the first model
  async #prepareNamespace(
    cluster: PreparedCluster,
    { organizationId }: Caller,
  ): Promise<string> {
    const { namespaces, readFacts } = this.options;
    const namespace = namespaceOf(organizationId, cluster);
    await namespaces.prepare(
      { namespace, organizationId },
      { cluster, facts: await readFacts(cluster.name), dryRun: false },
    );
    return namespace;
  }

  // What can be done is done; then it is told what could not
  async #inClusters<T>(
    work: (cluster: PreparedCluster) => Promise<T>,
  ): Promise<T[]> {
    const { clusters } = this.options;
    if (clusters.length === 0) {
      throw notInKubernetes();
    }
    const results = await Promise.allSettled(clusters.map(work));
    return results.map(result => {
      if (result.status === 'rejected') {
        throw result.reason;
      }
      return result.value;
    });
  }
}

function toToken(
  { labels, annotations, createdAt }: SecretMetadata,
  { name }: PreparedCluster,
): OrganizationToken {
  return {
    name: labels[TOKEN_LABELS.name],
    updated_by: annotations[TOKEN_ANNOTATIONS.updatedBy] ?? 'unknown',
    updated_at: annotations[TOKEN_ANNOTATIONS.updatedAt] ?? createdAt,
    clusters: [name],
  };
}

function merge(a: OrganizationToken, b: OrganizationToken): OrganizationToken {
  const newer = a.updated_at < b.updated_at ? b : a;
  return { ...newer, clusters: [...a.clusters, ...b.clusters] };
}
