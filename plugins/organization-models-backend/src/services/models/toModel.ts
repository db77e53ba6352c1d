import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ResolvedModel } from '../../domain/facts/ResolvedModel';
import type {
  ModelAsked,
  ModelIdentity,
  StoredModel,
} from '../../domain/facts/StoredModel';
import type { ClusterSigns } from '../../database/facts/DatabaseClusterFacts';
import {
  type Freshness,
  judgeFreshness,
} from '../../domain/status/judgeFreshness';
import { findRuntime } from '../../domain/engines/findRuntime';

/** The fields of a model that change while its generation does not. */
type ObservedView = Pick<
  Model,
  | 'status'
  | 'status_reason'
  | 'conditions'
  | 'replicas'
  | 'endpoint_url'
  | 'healing_paused_until'
  | 'cost'
  | 'observed_generation'
  | 'observed_at'
  | 'stale'
  | 'updated_at'
>;

/** What is known of a model and its cluster when the model is shown. */
type Freshly = {
  signs: ClusterSigns | undefined;
  now: Date;
  cost?: Model['cost'];
};

/**
 * A model as the API answers it: everything that has a default shows it.
 *
 * @param freshly - left out where the model was just written
 */
export function toModel(stored: StoredModel, freshly?: Freshly): Model {
  return { ...toAskedView(stored), ...toObservedView(stored, freshly) };
}

/** What a generation says of a model. */
export function toAskedView(
  stored: ModelIdentity & ModelAsked,
): Omit<Model, keyof ObservedView> {
  const { spec, resolved, name, namespace } = stored;
  const { port } = findRuntime(resolved.runtime).endpoints;
  return {
    id: stored.id,
    organization_id: stored.organizationId,
    created_by: stored.createdBy,
    name,
    display_name: spec.display_name ?? name,
    description: spec.description,
    model_type: spec.model_type,
    huggingface_id: spec.huggingface_id,
    repository_url: spec.repository_url,
    version: spec.version,
    requirements: {
      ...spec.requirements,
      cpu: resolved.cpu,
      memory: resolved.memory,
    },
    deployment_config: toDeploymentConfig(stored),
    tags: spec.tags ?? [],
    is_public: spec.is_public ?? false,
    desired_state: spec.desired_state ?? 'running',
    cluster: stored.cluster,
    namespace,
    deployment_name: name,
    service_name: name,
    internal_url: `http://${name}.${namespace}.svc.cluster.local:${port}`,
    generation: stored.generation,
    created_at: stored.createdAt,
  };
}

function toObservedView(
  stored: StoredModel,
  freshly: Freshly | undefined,
): ObservedView {
  const fresh = showFreshness(stored, freshly);
  return {
    status: stored.status,
    status_reason: stored.statusReason,
    conditions: stored.conditions,
    replicas: stored.replicas,
    endpoint_url: stored.endpointUrl,
    healing_paused_until: stored.healingPausedUntil,
    cost: freshly?.cost,
    observed_generation: stored.observedGeneration,
    observed_at: fresh.observedAt,
    stale: fresh.stale,
    updated_at: stored.updatedAt,
  };
}

/** What was just written is as fresh as it can be. */
export function showFreshness(
  model: Pick<StoredModel, 'cluster' | 'observedAt'>,
  freshly?: Freshly,
): Freshness {
  return freshly?.signs
    ? judgeFreshness(model, freshly.signs, freshly.now)
    : { observedAt: model.observedAt };
}

function toDeploymentConfig({
  spec,
  resolved,
  cluster,
}: ModelIdentity & ModelAsked): Model['deployment_config'] {
  const asked = spec.deployment_config ?? {};
  return {
    image: resolved.image,
    image_pull_policy: resolved.imagePullPolicy,
    command: asked.command,
    args: asked.args,
    gpu_count: resolved.gpu?.count ?? 0,
    initial_delay_seconds: resolved.startupBudgetSeconds,
    enable_pvc: asked.enable_pvc ?? false,
    ...toStorage(resolved.storage),
    enable_autoscaling: asked.enable_autoscaling ?? false,
    ...toScaling(resolved.scaling),
    runtime: resolved.runtime,
    max_model_len: asked.max_model_len,
    extra_args: asked.extra_args,
    extra_env: asked.extra_env,
    has_hugging_face_token: resolved.token.kind === 'own',
    hugging_face_token_secret: asked.hugging_face_token_secret,
    node_selector: asked.node_selector,
    tolerations: asked.tolerations,
    queue_name: asked.queue_name,
    cluster,
  };
}

function toStorage(storage: ResolvedModel['storage']) {
  switch (storage.kind) {
    case 'own':
    case 'perReplica':
      return {
        storage_class: storage.storageClass,
        storage_size: storage.size,
      };
    case 'shared':
      return { shared_pvc: storage.claimName };
    default:
      return {};
  }
}

function toScaling(scaling: ResolvedModel['scaling']) {
  return scaling.mode === 'fixed'
    ? { replicas: scaling.replicas }
    : {
        autoscaling_config: {
          min_replicas: scaling.minReplicas,
          max_replicas: scaling.maxReplicas,
          target_metric: scaling.targetMetric,
          target_value: scaling.targetValue,
          scale_down_delay: scaling.scaleDownDelay,
        },
      };
}
