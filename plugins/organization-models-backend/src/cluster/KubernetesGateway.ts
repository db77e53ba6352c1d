import {
  FIELD_MANAGERS,
  OWNER_LABELS,
  TOKEN_LABELS,
} from '../domain/desired/ownership';
import type { Manifest } from '../domain/facts/ResolvedModel';
import { diffObjects } from '../domain/plan/diffObjects';
import type { Trial } from '../domain/plan/Trial';
import type { ClusterObjects } from './ClusterObjects';
import {
  ClusterRequestError,
  ClusterUnreachableError,
  ForeignObjectError,
  SecretRefusedError,
} from './errors';
import type { RawObject } from './watchResource';

/** Implements what services need of clusters with dry runs. */
export class KubernetesGateway {
  constructor(
    private readonly clusters: {
      name: string;
      namespace: string;
      objects: ClusterObjects;
    }[],
  ) {}

  async tryManifests(
    cluster: string,
    modelId: string,
    manifests: Manifest[],
  ): Promise<Trial[]> {
    const objects = this.#objectsOf(cluster);
    return Promise.all(
      manifests.map(manifest => tryManifest(objects, modelId, manifest)),
    );
  }

  async applySecret(cluster: string, manifest: Manifest): Promise<void> {
    const objects = this.#objectsOf(cluster);
    const { namespace, name, labels } = manifest.metadata;
    const before = await objects.readMetadata('Secret', namespace, name);
    if (before && !hasSameOwner(before.labels, labels)) {
      throw new ForeignObjectError('Secret', name);
    }
    try {
      await objects.apply(manifest, {
        fieldManager: FIELD_MANAGERS.objects,
        force: true,
      });
    } catch (error) {
      throw error instanceof ClusterRequestError && !isPassing(error)
        ? new SecretRefusedError(error, manifest)
        : error;
    }
  }

  async readSecretLabels(
    cluster: string,
    secret: { namespace: string; name: string },
  ): Promise<Record<string, string> | undefined> {
    const found = await this.#objectsOf(cluster).readMetadata(
      'Secret',
      secret.namespace,
      secret.name,
    );
    return found && (found.labels ?? {});
  }

  async listSecrets(
    cluster: string,
    {
      namespace,
      labels,
    }: { namespace: string; labels: Record<string, string> },
  ) {
    const found = await this.#objectsOf(cluster).listMetadata('Secret', {
      namespace,
      labels,
    });
    return found.map(({ name, uid, creationTimestamp, ...metadata }) => ({
      name,
      namespace,
      uid,
      labels: metadata.labels ?? {},
      annotations: metadata.annotations ?? {},
      createdAt: creationTimestamp,
    }));
  }

  async deleteSecret(
    cluster: string,
    secret: { name: string; namespace: string; uid: string },
  ): Promise<void> {
    await this.#objectsOf(cluster).remove(
      { kind: 'Secret', ...secret },
      { foreground: false },
    );
  }

  async deleteSecrets(cluster: string, modelId: string): Promise<void> {
    const objects = this.#objectsOf(cluster);
    const secrets = await objects.listOf(modelId, { kinds: ['Secret'] });
    for (const secret of secrets) {
      await objects.remove(secret, { foreground: false });
    }
  }

  #objectsOf(cluster: string): ClusterObjects {
    const found = this.clusters.find(({ name }) => name === cluster);
    if (!found) {
      throw new Error(`Cluster ${cluster} is not open`);
    }
    return found.objects;
  }
}

// Of one model, or of the tokens of one organization
function hasSameOwner(
  before: Record<string, string> = {},
  after: Record<string, string>,
): boolean {
  return [
    OWNER_LABELS.installation,
    OWNER_LABELS.organization,
    OWNER_LABELS.model,
    TOKEN_LABELS.name,
  ].every(label => before[label] === after[label]);
}

async function tryManifest(
  objects: ClusterObjects,
  modelId: string,
  manifest: Manifest,
): Promise<Trial> {
  const { kind, metadata } = manifest;
  try {
    if (kind === 'Pod') {
      await objects.tryPod(manifest);
      return {
        outcome: 'accepted',
        action: 'create',
        changes: [],
        foreign: false,
      };
    }
    const [before, after] = await Promise.allSettled([
      objects.read(kind, metadata.namespace, metadata.name),
      objects.apply(manifest, {
        fieldManager: FIELD_MANAGERS.objects,
        force: true,
        dryRun: true,
      }),
    ]);
    return toAccepted(modelId, valueOf(before), after);
  } catch (error) {
    if (error instanceof ClusterRequestError && !isPassing(error)) {
      return toRefusal(error);
    }
    if (error instanceof ClusterRequestError) {
      throw new ClusterUnreachableError(error.cluster, error);
    }
    throw error;
  }
}

function toAccepted(
  modelId: string,
  before: RawObject | undefined,
  after: PromiseSettledResult<RawObject>,
): Trial {
  // What is refused about an object that is not ours tells nobody anything
  if (before && before.metadata.labels?.[OWNER_LABELS.model] !== modelId) {
    return {
      outcome: 'accepted',
      action: 'update',
      changes: [],
      foreign: true,
    };
  }
  const planned = valueOf(after);
  const changes = before ? diffObjects(before, planned) : [];
  const action = changes.length > 0 ? 'update' : 'unchanged';
  return {
    outcome: 'accepted',
    action: before ? action : 'create',
    changes,
    foreign: false,
  };
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') {
    throw result.reason;
  }
  return result.value;
}

// A namespace, and the service account in it, take a moment to be made
function isPassing({ status, message }: ClusterRequestError): boolean {
  return (
    status === 429 ||
    status >= 500 ||
    /^namespaces ".*" not found|serviceaccount ".*" not found/.test(message)
  );
}

function toRefusal(error: ClusterRequestError): Trial {
  const { message, status } = error;
  if (/does not support dry run/.test(message)) {
    return { outcome: 'unknown', message };
  }
  if (status === 404) {
    return { outcome: 'refused', code: 'MissingCrd', message };
  }
  const code = /exceeded quota/.test(message)
    ? 'QuotaExceeded'
    : 'RejectedByCluster';
  return { outcome: 'refused', code, message };
}
