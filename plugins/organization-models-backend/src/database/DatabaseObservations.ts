import type { Knex } from 'knex';
import { chunk } from 'lodash';
import type { Observation, WorkloadFacts } from '../domain/facts/Observation';
import { type GpuClock, recordGpuTime } from './usage/recordGpuTime';
import { markForReconcile } from './queue/markForReconcile';

/** Rows per statement. */
const BATCH = 100;

type Seen = { modelId: string; observation: Observation };

/** What there is of a model that nobody knows. */
export type UnknownModel = Seen & {
  cluster: string;
  /** When it was seen to change last, RFC 3339. */
  observedAt: string;
};

/** What clusters hold of models: written by the holder of the watches. */
export class DatabaseObservations {
  constructor(private readonly knex: Knex) {}

  async read(
    modelId: string,
  ): Promise<{ observation: Observation; observedAt: string } | undefined> {
    const row = await this.knex('observations')
      .where({ model_id: modelId })
      .first();
    return (
      row && {
        observation: JSON.parse(row.observed),
        observedAt: row.observed_at,
      }
    );
  }

  /** Models of a cluster of which anything was seen. */
  async readModelIds(cluster: string): Promise<string[]> {
    const rows = await this.knex('observations')
      .where({ cluster })
      .select('model_id');
    return rows.map(row => row.model_id);
  }

  /**
   * Saves what was seen of some models and marks them, in one transaction: who
   * is marked finds what it was marked for.
   */
  async save(
    cluster: string,
    observations: Seen[],
    observedAt: string,
    clock: GpuClock = { now: Date.parse(observedAt) },
  ): Promise<void> {
    await this.knex.transaction(async trx => {
      for (const batch of chunk(observations, BATCH)) {
        await trx('observations')
          .insert(
            batch.map(({ modelId, observation }) => ({
              model_id: modelId,
              cluster,
              observed: JSON.stringify(observation),
              observed_at: observedAt,
            })),
          )
          .onConflict('model_id')
          .merge();
      }
      await recordGpuTime(trx, { cluster, seen: observations, clock });
      await forgetRemoved(trx, observations.filter(isEmpty));
      await markForReconcile(
        trx,
        observations.map(({ modelId }) => modelId),
      );
    });
  }

  /**
   * What is seen of models that there is no row of.
   *
   * @param before - of which nothing has changed since then, RFC 3339
   */
  async readWithoutModel(before: string): Promise<UnknownModel[]> {
    const rows = await this.knex('observations')
      .leftJoin('models', 'models.id', 'observations.model_id')
      .whereNull('models.id')
      .where('observations.observed_at', '<', before)
      .orderBy('observations.model_id')
      .select('observations.*');
    return rows.map(row => ({
      modelId: row.model_id,
      cluster: row.cluster,
      observation: JSON.parse(row.observed),
      observedAt: row.observed_at,
    }));
  }

  /**
   * Marks every model of a cluster that is another by now – away, back, with
   * other kinds of objects –: what failed before says nothing of the next try.
   */
  async markAll(cluster: string): Promise<void> {
    const rows = await this.knex('models').where({ cluster }).select('id');
    await markForReconcile(
      this.knex,
      rows.map(row => row.id),
      { isAnew: true },
    );
  }

  /** What is known of the labelled workloads of a cluster, JSON by uid. */
  async readWorkloadSummaries(cluster: string): Promise<Map<string, string>> {
    const rows = await this.knex('workloads')
      .where({ cluster })
      .select('uid', 'summary');
    return new Map(rows.map(row => [row.uid, row.summary]));
  }

  /** Saves the workloads of a cluster that changed, and forgets others. */
  async saveWorkloads(
    cluster: string,
    { changed, gone }: { changed: WorkloadFacts[]; gone: string[] },
  ): Promise<void> {
    await this.knex.transaction(async trx => {
      for (const batch of chunk(changed, BATCH)) {
        await trx('workloads')
          .insert(
            batch.map(workload => ({
              cluster,
              uid: workload.uid,
              name: workload.name,
              namespace: workload.namespace,
              model_id: workload.modelId ?? null,
              summary: JSON.stringify(workload),
            })),
          )
          .onConflict(['cluster', 'uid'])
          .merge();
      }
      for (const uids of chunk(gone, BATCH)) {
        await trx('workloads').where({ cluster }).whereIn('uid', uids).delete();
      }
    });
  }

  /** How many workloads of a cluster serve a model of that name. */
  async readWorkloadsNamed(name: string, cluster: string): Promise<number> {
    const [{ count }] = await this.knex('workloads')
      .where({ name, cluster })
      .count({ count: '*' });
    return Number(count);
  }

  /** Workloads that belong to no model of ours. */
  async readUnmanagedWorkloads(): Promise<
    { cluster: string; workload: WorkloadFacts }[]
  > {
    const rows = await this.knex('workloads')
      .leftJoin('models', 'models.id', 'workloads.model_id')
      .whereNull('models.id')
      .select('workloads.cluster', 'workloads.summary');
    return rows.map(row => ({
      cluster: row.cluster,
      workload: JSON.parse(row.summary),
    }));
  }
}

function isEmpty({ observation }: Seen): boolean {
  return observation.objects.length + observation.model.pods.length === 0;
}

// The last object of a model goes before its row, and is told of after it
async function forgetRemoved(trx: Knex, seen: Seen[]): Promise<void> {
  if (seen.length > 0) {
    await trx('observations')
      .whereIn(
        'model_id',
        seen.map(({ modelId }) => modelId),
      )
      .whereNotIn('model_id', trx('models').select('id'))
      .delete();
  }
}
