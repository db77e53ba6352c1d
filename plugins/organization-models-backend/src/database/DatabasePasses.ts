import type { Knex } from 'knex';
import type { Observation } from '../domain/facts/Observation';
import type { StartProof } from '../domain/facts/StartProof';
import type { StoredModel } from '../domain/facts/StoredModel';
import type {
  ClusterFactsRow,
  DatabaseClusterFacts,
  KnownCluster,
} from './facts/DatabaseClusterFacts';
import { type ModelRow, toStoredModel } from './models/modelRows';

/** What is known when a pass over a model begins. */
export type PassInput = {
  model: StoredModel;
  known: KnownCluster;
  /** `undefined`: nothing of the model was seen yet. */
  observation: Observation | undefined;
  /** When it was seen, RFC 3339. */
  observedAt: string | undefined;
  /** What this generation answered, where it was asked already. */
  proof: StartProof | undefined;
};

type PassRow = ModelRow & {
  seen: string | null;
  seen_at: string | null;
  proof: string | null;
} & {
  [Column in PassColumn as `cluster_${Column}`]: ClusterFactsRow[Column];
};

// How fresh its watches are is nothing to a pass
type PassColumn = Exclude<keyof ClusterFactsRow, 'watched_at' | 'stale'>;

/**
 * Reads what a pass needs, in one statement: there are several passes for each
 * model that is deployed, and round trips are most of what a pass costs.
 */
export class DatabasePasses {
  constructor(
    private readonly knex: Knex,
    private readonly clusterFacts: DatabaseClusterFacts,
  ) {}

  /** @returns `undefined` when the model is gone */
  async read(modelId: string): Promise<PassInput | undefined> {
    const row: PassRow | undefined = await this.knex('models')
      .leftJoin('observations', 'observations.model_id', 'models.id')
      .leftJoin('start_proofs', join =>
        join
          .on('start_proofs.model_id', 'models.id')
          .andOn('start_proofs.generation', 'models.generation'),
      )
      .leftJoin('cluster_facts', 'cluster_facts.cluster', 'models.cluster')
      .where('models.id', modelId)
      .first('models.*', {
        seen: 'observations.observed',
        seen_at: 'observations.observed_at',
        proof: 'start_proofs.proof',
        cluster_version: 'cluster_facts.version',
        cluster_pieces_version: 'cluster_facts.pieces_version',
        cluster_revision: 'cluster_facts.revision',
        cluster_reachable: 'cluster_facts.reachable',
        cluster_message: 'cluster_facts.message',
        cluster_observed_at: 'cluster_facts.observed_at',
      });
    return (
      row && {
        model: toStoredModel(row),
        known: await this.clusterFacts.complete(row.cluster, {
          version: row.cluster_version,
          pieces_version: row.cluster_pieces_version,
          revision: row.cluster_revision,
          reachable: row.cluster_reachable,
          message: row.cluster_message,
          observed_at: row.cluster_observed_at,
        }),
        observation: row.seen ? JSON.parse(row.seen) : undefined,
        observedAt: row.seen_at ?? undefined,
        proof: row.proof ? JSON.parse(row.proof) : undefined,
      }
    );
  }
}
