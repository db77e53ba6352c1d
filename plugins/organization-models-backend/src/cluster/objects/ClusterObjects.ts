import { FIELD_MANAGERS } from '../../domain/ownership/ownership';
import type { OwnedObject } from '../../domain/facts/Observation';
import type { Manifest } from '../../domain/facts/ResolvedModel';
import type { Clash } from '../../domain/plan/findClashes';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { ClusterRequestError } from '../connection/errors';
import { ignoreMissing, ignoring } from '../connection/ignoreMissing';
import { METADATA_ONLY } from '../connection/metadataOnly';
import { ObjectReader } from './ObjectReader';
import { resourceKind, resourcePath } from '../connection/resourceKinds';
import type { RawObject } from '../connection/RawObject';

const APPLY = 'application/apply-patch+yaml';
const MERGE_PATCH = 'application/merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
/** Of an empty storage: no object ever has it. */
const VERSION_OF_NONE = '1';

/** What an apply may meet: nothing of that name, or exactly one object. */
export type ApplyTarget = 'absent' | { uid: string; resourceVersion?: string };

export type ApplyOptions = {
  fieldManager: string;
  target: ApplyTarget;
  signal?: AbortSignal;
};

/** Operations of RFC 6902. */
export type JsonPatch = {
  op: 'test' | 'add' | 'replace' | 'remove';
  path: string;
  value?: unknown;
}[];

/** Writes objects of one cluster, too. */
export class ClusterObjects extends ObjectReader {
  /**
   * @param options - `onlyNamespace`: the one that may be made on the way; every
   * other one has policies, and is made by who knows them
   */
  constructor(
    connection: ClusterConnection,
    private readonly options: {
      installationId: string;
      onlyNamespace?: string;
    },
  ) {
    super(connection, options);
  }

  /**
   * Server-side apply, which takes fields over from other managers; the
   * namespace is made where it is missing, unless it has policies of its own.
   *
   * @returns the object as the API server has it now
   * @throws an error of which `isOtherObject` is true when the target is
   * not what is there; nothing was written then
   */
  async apply(manifest: Manifest, options: ApplyOptions): Promise<RawObject> {
    const { namespace } = manifest.metadata;
    const targeted = withTarget(manifest, options.target);
    return this.#inNamespace(namespace, async () => {
      const { body } = await this.#apply(targeted, options);
      return body;
    });
  }

  /**
   * Takes away what is in the way of our fields, whoever owns it.
   *
   * @param object - as it was read: one that was changed since stays as it is
   */
  async makeRoom(
    { kind, metadata }: Manifest,
    object: RawObject,
    { clashes, ...options }: { clashes: Clash[]; signal?: AbortSignal },
  ): Promise<void> {
    const { resourceVersion } = object.metadata;
    const operations: JsonPatch = [
      {
        op: 'test',
        path: '/metadata/resourceVersion',
        value: resourceVersion,
      },
      ...clashes,
    ];
    await this.patch(kind, metadata, operations, options);
  }

  /** Changes an object that is there, and nothing else of it. */
  patch(
    kind: string,
    place: { namespace: string; name: string },
    operations: JsonPatch,
    options: { dryRun?: boolean; signal?: AbortSignal } = {},
  ): Promise<RawObject> {
    return this.connection.request<RawObject>({
      method: 'PATCH',
      path: resourcePath(resourceKind(kind), place),
      query: {
        fieldManager: FIELD_MANAGERS.objects,
        dryRun: options.dryRun ? 'All' : undefined,
      },
      body: operations,
      contentType: JSON_PATCH,
      signal: options.signal,
    });
  }

  /**
   * Takes labels off exactly this object, and writes annotations with it; one
   * that is gone is fine.
   */
  async unlabel(
    {
      kind,
      name,
      namespace,
      uid,
    }: Pick<OwnedObject, 'kind' | 'name' | 'namespace' | 'uid'>,
    labels: string[],
    annotations: Record<string, string>,
  ): Promise<void> {
    await this.#mergeMetadata(
      kind,
      { namespace, name },
      {
        ...{ uid, annotations },
        labels: Object.fromEntries(labels.map(label => [label, null])),
      },
    );
  }

  /** Writes annotations of an object that is there; one that is gone is fine. */
  async annotate(
    kind: string,
    place: { namespace: string; name: string },
    annotations: Record<string, string>,
  ): Promise<void> {
    await this.#mergeMetadata(kind, place, { annotations });
  }

  async #mergeMetadata(
    kind: string,
    place: { namespace: string; name: string },
    metadata: object,
  ): Promise<void> {
    await ignoreMissing(
      this.connection.request({
        method: 'PATCH',
        path: resourcePath(resourceKind(kind), place),
        query: { fieldManager: FIELD_MANAGERS.objects },
        body: { metadata },
        contentType: MERGE_PATCH,
        accept: METADATA_ONLY,
      }),
    );
  }

  /** What applying would make of what is there; nothing is written. */
  async tryApply(
    manifest: Manifest,
    options: { fieldManager: string },
  ): Promise<{ object: RawObject; isNew: boolean }> {
    const { status, body } = await this.#apply(manifest, {
      ...options,
      dryRun: true,
    });
    return { object: body, isNew: status === 201 };
  }

  #apply(
    manifest: Manifest,
    options: { fieldManager: string; dryRun?: boolean; signal?: AbortSignal },
  ) {
    const { kind, metadata } = manifest;
    return this.connection.requestWithStatus<RawObject>({
      method: 'PATCH',
      path: resourcePath(resourceKind(kind), metadata),
      query: {
        fieldManager: options.fieldManager,
        force: 'true',
        dryRun: options.dryRun ? 'All' : undefined,
      },
      body: manifest,
      contentType: APPLY,
      signal: options.signal,
    });
  }

  /** Asks whether a Pod would be let in; nothing is made. */
  async tryPod(pod: Manifest): Promise<RawObject> {
    return this.connection.request<RawObject>({
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
      const { onlyNamespace = namespace } = this.options;
      if (
        namespace !== onlyNamespace ||
        !isMissingNamespace(error, namespace)
      ) {
        throw error;
      }
      await this.#createNamespace(namespace);
      return write();
    }
  }

  /** Deletes an object of ours by name; that it is missing is fine. */
  async removeNamed(
    kind: string,
    place: { namespace: string; name: string },
  ): Promise<void> {
    await ignoreMissing(
      this.connection.request({
        method: 'DELETE',
        path: resourcePath(resourceKind(kind), place),
      }),
    );
  }

  /**
   * Deletes exactly this object: one of the same name made since stays.
   *
   * @param options - `resourceVersion`: one that was changed since stays, too;
   * `graceSeconds`: for a pod, instead of what it says itself
   */
  async remove(
    object: Pick<OwnedObject, 'kind' | 'name' | 'namespace' | 'uid'>,
    options: {
      foreground: boolean;
      resourceVersion?: string;
      graceSeconds?: number;
    },
  ): Promise<void> {
    const { foreground, resourceVersion, graceSeconds } = options;
    await ignoreMissing(
      this.connection.request({
        method: 'DELETE',
        path: resourcePath(resourceKind(object.kind), object),
        body: {
          propagationPolicy: foreground ? 'Foreground' : 'Background',
          preconditions: { uid: object.uid, resourceVersion },
          gracePeriodSeconds: graceSeconds,
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
}

// The API server checks both with the write, so nobody can come in between
function withTarget(manifest: Manifest, target: ApplyTarget): Manifest {
  const condition =
    target === 'absent' ? { resourceVersion: VERSION_OF_NONE } : target;
  return { ...manifest, metadata: { ...manifest.metadata, ...condition } };
}

function isMissingNamespace(error: unknown, namespace: string): boolean {
  return (
    error instanceof ClusterRequestError &&
    error.status === 404 &&
    error.message.includes(`namespaces "${namespace}" not found`)
  );
}
