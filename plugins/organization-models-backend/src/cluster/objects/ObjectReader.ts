import {
  OWNER_LABELS,
  ownedModelOf,
  ownerSelector,
} from '../../domain/ownership/ownership';
import type { OwnedObject } from '../../domain/facts/Observation';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { ignoreMissing } from '../connection/ignoreMissing';
import { METADATA_LIST_ONLY, METADATA_ONLY } from '../connection/metadataOnly';
import {
  OWNED_KINDS,
  type ResourceKind,
} from '../../domain/ownership/ownedKinds';
import { toOwnedObject } from '../observe/reading/toOwnedObject';
import { resourceKind, resourcePath } from '../connection/resourceKinds';
import type { RawObject } from '../connection/RawObject';

/** A model, and where its objects are. */
export type ModelPlace = { id: string; namespace: string };

/** Reads objects of one cluster as they are now. */
export class ObjectReader {
  constructor(
    protected readonly connection: ClusterConnection,
    private readonly owner: { installationId: string },
  ) {}

  /** Whether an object is one of this portal's, of this model. */
  isOf(modelId: string, { metadata }: RawObject): boolean {
    return ownedModelOf(metadata.labels, this.owner) === modelId;
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

  // A kind whose CRD is not there has no objects
  async #list(
    kind: ResourceKind,
    { id, namespace }: ModelPlace,
  ): Promise<OwnedObject[]> {
    const list = await ignoreMissing(
      this.connection.request<{ items: RawObject[] }>({
        path: resourcePath(kind, { namespace }),
        query: {
          labelSelector: ownerSelector({ ...this.owner, modelId: id }),
        },
      }),
    );
    return (list?.items ?? []).map(item => toOwnedObject(kind.kind, item));
  }
}

function toSelector(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(',');
}
