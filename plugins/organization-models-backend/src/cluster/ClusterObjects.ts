import {
  FIELD_MANAGERS,
  OWNER_LABELS,
  ownedModelOf,
  ownerSelector,
} from '../domain/ownership/ownership';
import type { AppliedObject, OwnedObject } from '../domain/facts/Observation';
import type { Manifest } from '../domain/facts/ResolvedModel';
import { type Clash, findClashes } from '../domain/plan/findClashes';
import type { ClusterConnection } from './ClusterConnection';
import { ClusterRequestError } from './errors';
import { fingerprint, hashOf } from '../domain/ownership/fingerprint';
import { OWNED_KINDS, type ResourceKind } from '../domain/ownership/ownedKinds';
import { toOwnedObject } from './observe/reading/toOwnedObject';
import { resourceKind, resourcePath } from './resourceKinds';
import type { RawObject } from './watchResource';

const APPLY = 'application/apply-patch+yaml';
const MERGE_PATCH = 'application/merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
const METADATA_ONLY =
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const METADATA_LIST_ONLY =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
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

/** A model, and where its objects are. */
export type ModelPlace = { id: string; namespace: string };

/** Writes objects of one cluster, and reads those of a model. */
export class ClusterObjects {
  /**
   * @param options - `onlyNamespace`: the one that may be made on the way; every
   * other one has policies, and is made by who knows them
   */
  constructor(
    private readonly connection: ClusterConnection,
    private readonly options: {
      installationId: string;
      onlyNamespace?: string;
    },
  ) {}

  /**
   * Server-side apply, which takes fields over from other managers; the
   * namespace is made where it is missing, unless it has policies of its own.
   *
   * @returns the object as the API server has it now
   * @throws an error of which {@link isOtherObject} is true when the target is
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

  /** Takes labels off exactly this object; one that is gone is fine. */
  async unlabel(
    {
      kind,
      name,
      namespace,
      uid,
    }: Pick<OwnedObject, 'kind' | 'name' | 'namespace' | 'uid'>,
    labels: string[],
  ): Promise<void> {
    await this.#mergeMetadata(
      kind,
      { namespace, name },
      { uid, labels: Object.fromEntries(labels.map(label => [label, null])) },
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

  /** Whether an object is one of this portal's, of this model. */
  isOf(modelId: string, { metadata }: RawObject): boolean {
    return ownedModelOf(metadata.labels, this.options) === modelId;
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

  /** Names of the namespaces with the given labels. */
  async listNamespaces(labelSelector: string): Promise<string[]> {
    const { items } = await this.connection.request<{
      items: RawObject[] | null;
    }>({
      path: resourcePath(resourceKind('Namespace')),
      query: { labelSelector },
    });
    return (items ?? []).map(({ metadata }) => metadata.name);
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
    const { items } = await this.connection.request<{
      items: RawObject[] | null;
    }>({
      path: resourcePath(resourceKind(kind), wanted),
      query: {
        labelSelector: toSelector(wanted.labels),
      },
      accept: METADATA_LIST_ONLY,
    });
    // Without content, an empty list is null
    return (items ?? []).map(({ metadata }) => metadata);
  }

  /** Our objects of a model as they are now, not as they were last seen. */
  async listOf(
    model: ModelPlace,
    options: { kinds: string[] },
  ): Promise<OwnedObject[]> {
    const lists = await Promise.all(
      OWNED_KINDS.filter(({ kind }) => options.kinds.includes(kind)).map(kind =>
        this.#list(kind, model),
      ),
    );
    return lists.flat();
  }

  async countPods(model: ModelPlace): Promise<number> {
    // Pods of an adopted model may carry the id of another installation still
    const list = await this.connection.request<{ items: unknown[] }>({
      path: resourcePath(resourceKind('Pod'), { namespace: model.namespace }),
      query: { labelSelector: `${OWNER_LABELS.model}=${model.id}` },
      accept: METADATA_LIST_ONLY,
    });
    return (list.items ?? []).length;
  }

  async listPods(wanted: {
    namespace: string;
    labels: Record<string, string>;
  }): Promise<RawObject[]> {
    const { items } = await this.connection.request<{
      items: RawObject[] | null;
    }>({
      path: resourcePath(resourceKind('Pod'), wanted),
      query: { labelSelector: toSelector(wanted.labels) },
    });
    return items ?? [];
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

  // A kind whose CRD is not there has no objects
  async #list(
    kind: ResourceKind,
    { id, namespace }: ModelPlace,
  ): Promise<OwnedObject[]> {
    const list = await ignoreMissing(
      this.connection.request<{ items: RawObject[] }>({
        path: resourcePath(kind, { namespace }),
        query: {
          labelSelector: ownerSelector({ ...this.options, modelId: id }),
        },
      }),
    );
    return (list?.items ?? []).map(item => toOwnedObject(kind.kind, item));
  }
}

/**
 * Whether an apply was refused since what is there is not its target: made,
 * deleted or replaced since somebody looked.
 */
export function isOtherObject(error: unknown): boolean {
  return (
    error instanceof ClusterRequestError &&
    (error.status === 409 ||
      error.causes.some(({ field }) => field === 'metadata.uid'))
  );
}

/** Whether what an apply would have made is against the API's rules. */
export function isInvalid(error: unknown): boolean {
  return error instanceof ClusterRequestError && error.status === 422;
}

/** What is in the way of an apply that was refused, and `makeRoom` takes away. */
export function findObstacles(
  refusal: unknown,
  before: RawObject | undefined,
  manifest: Manifest,
): Clash[] {
  return before && isInvalid(refusal) ? findClashes(before, manifest) : [];
}

// The API server checks both with the write, so nobody can come in between
function withTarget(manifest: Manifest, target: ApplyTarget): Manifest {
  const condition =
    target === 'absent' ? { resourceVersion: VERSION_OF_NONE } : target;
  return { ...manifest, metadata: { ...manifest.metadata, ...condition } };
}

/** What is remembered of an object that was applied. */
export function toAppliedObject(
  manifest: Manifest,
  answer: RawObject,
  now: Date,
): AppliedObject {
  return {
    kind: manifest.kind,
    name: answer.metadata.name,
    uid: answer.metadata.uid,
    resourceVersion: answer.metadata.resourceVersion,
    manifestHash: hashOf(manifest),
    fingerprint: fingerprint(answer),
    at: now.toISOString(),
    ...(manifest.kind === 'Deployment' && { replicas: answer.spec?.replicas }),
  };
}

function toSelector(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(',');
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
