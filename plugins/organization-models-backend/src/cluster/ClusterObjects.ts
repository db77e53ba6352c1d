import { FIELD_MANAGERS, OWNER_LABELS } from '../domain/desired/ownership';
import type { AppliedObject, OwnedObject } from '../domain/facts/Observation';
import type { Manifest } from '../domain/facts/ResolvedModel';
import type { ClusterConnection } from './ClusterConnection';
import { ClusterRequestError } from './errors';
import { fingerprint, hashOf } from './observe/fingerprint';
import { toOwnedObject } from './observe/toOwnedObject';
import {
  OWNED_KINDS,
  type ResourceKind,
  resourceKind,
  resourcePath,
} from './resourceKinds';
import type { RawObject } from './watchResource';

const APPLY = 'application/apply-patch+yaml';
const METADATA_ONLY =
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const METADATA_LIST_ONLY =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

export type ApplyOptions = {
  fieldManager: string;
  /** Takes fields over from other managers. */
  force: boolean;
  dryRun?: boolean;
  signal?: AbortSignal;
};

/** Writes objects of one cluster, and reads those of a model. */
export class ClusterObjects {
  constructor(private readonly connection: ClusterConnection) {}

  /**
   * Server-side apply; the namespace is made where it is missing, unless it
   * is a dry run.
   *
   * @returns the object as the API server has it now
   */
  async apply(manifest: Manifest, options: ApplyOptions): Promise<RawObject> {
    const { namespace } = manifest.metadata;
    return options.dryRun
      ? this.#apply(manifest, options)
      : this.#inNamespace(namespace, () => this.#apply(manifest, options));
  }

  async #apply(manifest: Manifest, options: ApplyOptions): Promise<RawObject> {
    const { kind, metadata } = manifest;
    return this.connection.request<RawObject>({
      method: 'PATCH',
      path: resourcePath(resourceKind(kind), metadata),
      query: {
        fieldManager: options.fieldManager,
        force: String(options.force),
        dryRun: options.dryRun ? 'All' : undefined,
      },
      body: manifest,
      contentType: APPLY,
      signal: options.signal,
    });
  }

  /** Asks whether a Pod would be let in; nothing is made. */
  async tryPod(pod: Manifest): Promise<void> {
    await this.connection.request({
      method: 'POST',
      path: resourcePath(resourceKind('Pod'), {
        namespace: pod.metadata.namespace,
      }),
      query: { dryRun: 'All' },
      body: pod,
    });
  }

  /** Makes a namespace unless it is there. */
  async ensureNamespace(name: string): Promise<void> {
    const found = await ignoreMissing(
      this.connection.request({
        path: resourcePath(resourceKind('Namespace'), { name }),
      }),
    );
    if (!found) {
      await this.#createNamespace(name);
    }
  }

  async #inNamespace<T>(
    namespace: string,
    write: () => Promise<T>,
  ): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!isMissingNamespace(error, namespace)) {
        throw error;
      }
      await this.#createNamespace(namespace);
      return write();
    }
  }

  async read(
    kind: string,
    namespace: string,
    name: string,
  ): Promise<RawObject | undefined> {
    return ignoreMissing(
      this.connection.request<RawObject>({
        path: resourcePath(resourceKind(kind), { namespace, name }),
      }),
    );
  }

  /** As `read`, without the content: of a Secret nothing else is our business. */
  async readMetadata(
    kind: string,
    namespace: string,
    name: string,
  ): Promise<RawObject['metadata'] | undefined> {
    const found = await ignoreMissing(
      this.connection.request<RawObject>({
        path: resourcePath(resourceKind(kind), { namespace, name }),
        accept: METADATA_ONLY,
      }),
    );
    return found?.metadata;
  }

  /** Objects with these labels, without their content. */
  async listMetadata(
    kind: string,
    wanted: { namespace: string; labels: Record<string, string> },
  ): Promise<RawObject['metadata'][]> {
    const { items } = await this.connection.request<{ items: RawObject[] }>({
      path: resourcePath(resourceKind(kind), wanted),
      query: {
        labelSelector: Object.entries(wanted.labels)
          .map(([label, value]) => `${label}=${value}`)
          .join(','),
      },
      accept: METADATA_LIST_ONLY,
    });
    return items.map(({ metadata }) => metadata);
  }

  /** Our objects of a model as they are now, not as they were last seen. */
  async listOf(
    modelId: string,
    options: { kinds: string[] },
  ): Promise<OwnedObject[]> {
    const lists = await Promise.all(
      OWNED_KINDS.filter(({ kind }) => options.kinds.includes(kind)).map(kind =>
        this.#list(kind, modelId),
      ),
    );
    return lists.flat();
  }

  async countPods(modelId: string): Promise<number> {
    const pods = await this.#list(resourceKind('Pod'), modelId);
    return pods.length;
  }

  /** Deletes exactly this object: one of the same name made since stays. */
  async remove(
    object: Pick<OwnedObject, 'kind' | 'name' | 'namespace' | 'uid'>,
    options: { foreground: boolean },
  ): Promise<void> {
    await ignoreMissing(
      this.connection.request({
        method: 'DELETE',
        path: resourcePath(resourceKind(object.kind), object),
        body: {
          propagationPolicy: options.foreground ? 'Foreground' : 'Background',
          preconditions: { uid: object.uid },
        },
      }),
    );
  }

  async #createNamespace(name: string): Promise<void> {
    const labels = { 'app.kubernetes.io/managed-by': FIELD_MANAGERS.objects };
    const body = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels },
    };
    await ignoring(
      409,
      this.connection.request({
        method: 'POST',
        path: '/api/v1/namespaces',
        body,
      }),
    );
  }

  // A kind whose CRD is not there has no objects
  async #list(kind: ResourceKind, modelId: string): Promise<OwnedObject[]> {
    const list = await ignoreMissing(
      this.connection.request<{ items: RawObject[] }>({
        path: resourcePath(kind),
        query: { labelSelector: `${OWNER_LABELS.model}=${modelId}` },
      }),
    );
    return (list?.items ?? []).map(item => toOwnedObject(kind.kind, item));
  }
}

/** What is remembered of an object that was applied. */
export function toAppliedObject(
  manifest: Manifest,
  answer: RawObject,
): AppliedObject {
  return {
    kind: manifest.kind,
    name: answer.metadata.name,
    uid: answer.metadata.uid,
    resourceVersion: answer.metadata.resourceVersion,
    manifestHash: hashOf(manifest),
    fingerprint: fingerprint(answer),
  };
}

async function ignoreMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  return ignoring(404, answer);
}

function isMissingNamespace(error: unknown, namespace: string): boolean {
  return (
    error instanceof ClusterRequestError &&
    error.status === 404 &&
    error.message.includes(`namespaces "${namespace}" not found`)
  );
}

async function ignoring<T>(
  status: number,
  answer: Promise<T>,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ClusterRequestError && error.status === status) {
      return undefined;
    }
    throw error;
  }
}
