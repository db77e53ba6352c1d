import type {
  ModelAsked,
  ModelIdentity,
  ModelObserved,
  StoredModel,
} from '../../domain/facts/StoredModel';

/** A row of `models`; JSON is text, so that both databases give it back alike. */
export type ModelRow = {
  id: string;
  organization_id: string;
  cluster: string;
  namespace: string;
  name: string;
  display_name: string;
  model_type: string;
  is_public: boolean | number;
  created_by: string;
  desired_state: string;
  generation: number;
  spec: string;
  resolved: string;
  search_text: string;
  status: string;
  status_reason: string | null;
  conditions: string;
  replicas: string;
  endpoint_url: string | null;
  observed_generation: number;
  observed_at: string | null;
  last_replicas: number | null;
  reached: string | null;
  applied: string;
  heals: string;
  deletion_requested_at: string | null;
  deletion_policy: string | null;
  origin: string | null;
  healing_paused_until: string | null;
  on_failure: string | null;
  created_at: string;
  updated_at: string;
};

/** The columns that lists read. */
export const LISTED = [
  ...(['id', 'cluster', 'generation'] as const),
  ...(['updated_at', 'status', 'status_reason'] as const),
  ...([
    'conditions',
    'replicas',
    'endpoint_url',
    'observed_generation',
  ] as const),
  ...(['observed_at', 'healing_paused_until'] as const),
];

export type ListedRow = Pick<ModelRow, (typeof LISTED)[number]>;

/**
 * A model as lists show it, apart from what its generation says. A page has
 * hundreds, and what the controller wrote is JSON in the form of the API: it
 * stays text.
 */
export type ListedModel = Pick<ListedRow, 'id' | 'generation' | 'cluster'> & {
  /** When something of it was last seen, RFC 3339. */
  observedAt: string | undefined;
  /** JSON texts by the field of the API. */
  observed: Record<string, string>;
};

export function toListedModel(row: ListedRow): ListedModel {
  return {
    id: row.id,
    generation: row.generation,
    cluster: row.cluster,
    observedAt: row.observed_at ?? undefined,
    observed: {
      status: JSON.stringify(row.status),
      ...(row.status_reason ? { status_reason: row.status_reason } : {}),
      conditions: row.conditions,
      replicas: row.replicas,
      ...(row.endpoint_url
        ? { endpoint_url: JSON.stringify(row.endpoint_url) }
        : {}),
      ...(row.healing_paused_until
        ? { healing_paused_until: JSON.stringify(row.healing_paused_until) }
        : {}),
      observed_generation: String(row.observed_generation),
      updated_at: JSON.stringify(row.updated_at),
    },
  };
}

export function toStoredModel(row: ModelRow): StoredModel {
  return {
    id: row.id,
    organizationId: row.organization_id,
    cluster: row.cluster,
    namespace: row.namespace,
    name: row.name,
    createdBy: row.created_by,
    createdAt: row.created_at,
    spec: JSON.parse(row.spec),
    resolved: JSON.parse(row.resolved),
    generation: row.generation,
    updatedAt: row.updated_at,
    ...(row.origin ? { origin: JSON.parse(row.origin) } : {}),
    deletionRequestedAt: row.deletion_requested_at ?? undefined,
    deletionPolicy: (row.deletion_policy as 'release' | null) ?? undefined,
    healingPausedUntil: row.healing_paused_until ?? undefined,
    onFailure: row.on_failure ? JSON.parse(row.on_failure) : undefined,
    status: row.status as StoredModel['status'],
    statusReason: row.status_reason ? JSON.parse(row.status_reason) : undefined,
    conditions: JSON.parse(row.conditions),
    replicas: JSON.parse(row.replicas),
    endpointUrl: row.endpoint_url ?? undefined,
    observedGeneration: row.observed_generation,
    observedAt: row.observed_at ?? undefined,
    lastReplicas: row.last_replicas ?? undefined,
    reached: row.reached ? JSON.parse(row.reached) : undefined,
    applied: JSON.parse(row.applied),
    heals: JSON.parse(row.heals),
  };
}

export function toIdentityColumns(model: ModelIdentity) {
  return {
    id: model.id,
    organization_id: model.organizationId,
    cluster: model.cluster,
    namespace: model.namespace,
    name: model.name,
    created_by: model.createdBy,
    created_at: model.createdAt,
    origin: model.origin ? JSON.stringify(model.origin) : null,
  };
}

export function toAskedColumns(model: ModelAsked) {
  const { spec } = model;
  return {
    display_name: spec.display_name ?? spec.name,
    model_type: spec.model_type,
    is_public: spec.is_public ?? false,
    desired_state: spec.desired_state ?? 'running',
    generation: model.generation,
    spec: JSON.stringify(spec),
    resolved: JSON.stringify(model.resolved),
    search_text: toSearchText(spec),
    on_failure: model.onFailure ? JSON.stringify(model.onFailure) : null,
    updated_at: model.updatedAt,
  };
}

export function toObservedColumns(model: ModelObserved) {
  return {
    status: model.status,
    status_reason: model.statusReason
      ? JSON.stringify(model.statusReason)
      : null,
    conditions: JSON.stringify(model.conditions),
    replicas: JSON.stringify(model.replicas),
    endpoint_url: model.endpointUrl ?? null,
    observed_generation: model.observedGeneration,
    observed_at: model.observedAt ?? null,
    last_replicas: model.lastReplicas ?? null,
    reached: model.reached ? JSON.stringify(model.reached) : null,
    applied: JSON.stringify(model.applied),
    heals: JSON.stringify(model.heals),
  };
}

function toSearchText(spec: ModelAsked['spec']): string {
  return [
    spec.name,
    spec.display_name,
    spec.description,
    spec.huggingface_id,
    spec.repository_url,
    ...(spec.tags ?? []),
  ]
    .filter(Boolean)
    .join('\n')
    .toLocaleLowerCase('en-US');
}
