import type { Knex } from 'knex';
import type {
  ModelAsked,
  NewHistoryEntry,
  StoredModel,
} from '../../domain/facts/StoredModel';

/** An accepted spec, and who asked for it when; RFC 3339. */
export type StoredGeneration = Pick<ModelAsked, 'spec' | 'resolved'> & {
  generation: number;
  createdBy: string;
  createdAt: string;
};

/** What was asked of a model before, as far back as it is kept. */
export class DatabaseGenerations {
  constructor(private readonly knex: Knex) {}

  /** What was accepted as a generation, by whom. */
  async read(
    id: string,
    generation: number,
  ): Promise<StoredGeneration | undefined> {
    const row = await this.knex('model_generations')
      .where({ model_id: id, generation })
      .first();
    return row && toStoredGeneration(row);
  }

  /** The last generation before one that is kept still. */
  async readBefore(
    id: string,
    generation: number,
  ): Promise<StoredGeneration | undefined> {
    const row = await this.knex('model_generations')
      .where({ model_id: id })
      .where('generation', '<', generation)
      .orderBy('generation', 'desc')
      .first();
    return row && toStoredGeneration(row);
  }
}

function toStoredGeneration(row: any): StoredGeneration {
  return {
    generation: row.generation,
    spec: JSON.parse(row.spec),
    resolved: JSON.parse(row.resolved),
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

/** A generation as the change that asks for it writes it. */
export function toGenerationRow(
  model: StoredModel,
  { actor }: NewHistoryEntry,
) {
  return {
    model_id: model.id,
    generation: model.generation,
    spec: JSON.stringify(model.spec),
    resolved: JSON.stringify(model.resolved),
    created_by: actor ?? model.createdBy,
    created_at: model.updatedAt,
  };
}
