import { LRUCache } from 'lru-cache';
import type { DatabaseClusterModels } from '../../../database/models/DatabaseClusterModels';
import type { DatabaseModels } from '../../../database/models/DatabaseModels';
import { buildManifests } from '../../../domain/desired/buildManifests';
import { findDeployment } from '../../../domain/desired/findDeployment';
import type { PendingReplicas } from '../../../domain/facts/Replica';
import type { DesiredContext } from '../../../domain/facts/ResolvedModel';
import { leastReplicas } from '../../../domain/facts/replicaCounts';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import { mergeAlike } from '../../../domain/placement/mergeAlike';
import { templateReplica } from '../../../domain/placement/podTemplate';

/** Accepted models whose replicas are remembered. */
const REMEMBERED = 5_000;

/**
 * The replicas of models that were accepted shortly before and have no pods
 * yet: those whose pods are there are in the facts, bound or not.
 */
export class AcceptedReplicas {
  // A generation's replicas never change, and each POST counts those of all
  // models that were accepted shortly before
  readonly #known = new LRUCache<string, PendingReplicas>({ max: REMEMBERED });

  constructor(
    private readonly stored: {
      clusterModels: DatabaseClusterModels;
      models: DatabaseModels;
    },
  ) {}

  remember(model: StoredModel, replicas: PendingReplicas) {
    this.#known.set(keyOf(model), replicas);
  }

  /**
   * Those of all models of a cluster but one.
   *
   * @param context - what manifests of that cluster are made of
   */
  async readBeside(
    { id, cluster }: StoredModel,
    context: DesiredContext,
  ): Promise<PendingReplicas[]> {
    const accepted = await this.stored.clusterModels.readWithoutPods(cluster);
    const others = accepted.filter(other => other.id !== id);
    const unknown = others.filter(other => !this.#known.has(keyOf(other)));
    if (unknown.length > 0) {
      const read = await this.stored.models.readByIds(
        unknown.map(other => other.id),
      );
      read.forEach(other => this.remember(other, replicasOf(other, context)));
    }
    return mergeAlike(
      others.flatMap(other => this.#known.get(keyOf(other)) ?? []),
    );
  }
}

function replicasOf(
  model: StoredModel,
  context: DesiredContext,
): PendingReplicas {
  const { id: modelId, organizationId, createdBy, spec, resolved } = model;
  const manifests = buildManifests({
    ...context,
    modelId,
    organizationId,
    createdBy,
    origin: model.origin,
    spec,
    resolved,
  });
  return {
    replica: templateReplica(findDeployment(manifests)),
    count: leastReplicas(resolved.scaling),
  };
}

function keyOf({ id, generation }: Pick<StoredModel, 'id' | 'generation'>) {
  return `${id}/${generation}`;
}
