import type { Knex } from 'knex';
import type { ModelStart } from '../domain/facts/ModelStart';
import type { StartProof } from '../domain/facts/StartProof';

/** What is like a start that is to be judged. */
export type StartKind = Pick<ModelStart, 'cluster' | 'image' | 'source'>;

/** Starts of the same kind that are read, the newest. */
const MOST_READ = 50;
/** Of one model; older ones tell nothing any more. */
const MOST_KEPT = 20;

/** How earlier starts went, and whether generations answered. */
export class DatabaseStarts {
  constructor(private readonly knex: Knex) {}

  /** Those of the same image or of the same model, in the same cluster. */
  async readAlike({
    cluster,
    image,
    source,
  }: StartKind): Promise<ModelStart[]> {
    const rows = await this.knex('model_starts')
      .where({ cluster })
      .andWhere(either => either.where({ image }).orWhere({ source }))
      .orderBy('ready_at', 'desc')
      .limit(MOST_READ);
    return rows.map(toStart);
  }

  /** Those of one model, as far as they are kept. */
  async readOf(modelId: string): Promise<ModelStart[]> {
    const rows = await this.knex('model_starts').where({ model_id: modelId });
    return rows.map(toStart);
  }

  async has(podUid: string): Promise<boolean> {
    const row = await this.knex('model_starts')
      .where({ pod_uid: podUid })
      .first('pod_uid');
    return row !== undefined;
  }

  /** Keeps a start, unless it is kept already, and forgets the model's oldest. */
  async save(start: ModelStart): Promise<void> {
    await this.knex.transaction(async trx => {
      await trx('model_starts')
        .insert({
          pod_uid: start.podUid,
          model_id: start.modelId,
          generation: start.generation,
          cluster: start.cluster,
          image: start.image,
          source: start.source,
          hardware: start.hardware,
          ready_at: start.readyAt,
          seconds: JSON.stringify(start.seconds),
          milestones: JSON.stringify(start.milestones),
        })
        .onConflict('pod_uid')
        .ignore();
      const kept = await trx('model_starts')
        .where({ model_id: start.modelId })
        .orderBy('ready_at', 'desc')
        .limit(MOST_KEPT)
        .pluck('pod_uid');
      await trx('model_starts')
        .where({ model_id: start.modelId })
        .whereNotIn('pod_uid', kept)
        .delete();
    });
  }

  /**
   * Whose it is to ask a generation: of several processes one, and another
   * when that one did not come back.
   */
  async claimProof(
    { modelId, generation }: { modelId: string; generation: number },
    { now, abandonedBefore }: { now: Date; abandonedBefore: Date },
  ): Promise<boolean> {
    const key = { model_id: modelId, generation };
    const asked_at = now.toISOString();
    const [inserted] = await this.knex('start_proofs')
      .insert({ ...key, asked_at })
      .onConflict(['model_id', 'generation'])
      .ignore()
      .returning('asked_at');
    if (inserted) {
      return true;
    }
    const taken = await this.knex('start_proofs')
      .where(key)
      .whereNull('proof')
      .andWhere('asked_at', '<', abandonedBefore.toISOString())
      .update({ asked_at });
    return taken > 0;
  }

  async saveProof(modelId: string, proof: StartProof): Promise<void> {
    await this.knex('start_proofs')
      .where({ model_id: modelId, generation: proof.generation })
      .update({ proof: JSON.stringify(proof) });
  }

  /** What came of it; `undefined` while nobody knows. */
  async readProof(
    modelId: string,
    generation: number,
  ): Promise<StartProof | undefined> {
    const row = await this.knex('start_proofs')
      .where({ model_id: modelId, generation })
      .first('proof');
    return row?.proof ? JSON.parse(row.proof) : undefined;
  }
}

function toStart(row: any): ModelStart {
  return {
    podUid: row.pod_uid,
    modelId: row.model_id,
    generation: row.generation,
    cluster: row.cluster,
    image: row.image,
    source: row.source,
    hardware: row.hardware,
    readyAt: row.ready_at,
    seconds: JSON.parse(row.seconds),
    milestones: JSON.parse(row.milestones),
  };
}
