import type { QuotaLimits } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Knex } from 'knex';
import { groupBy } from 'lodash';
import { computeModelUse } from '../domain/quota/computeModelUse';
import type { ModelUse } from '../domain/quota/ModelUse';
import type { StoredModel } from '../domain/facts/StoredModel';

/**
 * What organizations may use, as administrators set it, and what they use.
 *
 * @remarks Use is summed from a narrow table, one row per group of models that
 * may land on the same GPUs, whatever the number of models.
 */
export class DatabaseQuotas {
  constructor(private readonly knex: Knex) {}

  /** @returns `undefined` when config holds */
  async readOverride(
    organizationId: string,
    trx: Knex = this.knex,
  ): Promise<QuotaLimits | undefined> {
    const row = await trx('organization_quotas')
      .where({ organization_id: organizationId })
      .first('hard');
    return row?.hard ? JSON.parse(row.hard) : undefined;
  }

  /** Of all organizations that have one. */
  async readOverrides(): Promise<Map<string, QuotaLimits>> {
    const rows = await this.knex('organization_quotas')
      .whereNotNull('hard')
      .select('organization_id', 'hard');
    return new Map(
      rows.map(({ organization_id, hard }) => [
        organization_id,
        JSON.parse(hard),
      ]),
    );
  }

  /** @param hard - `undefined`: config holds again */
  async saveOverride(
    organizationId: string,
    change: { hard: QuotaLimits | undefined; by: string; at: string },
  ): Promise<void> {
    const columns = {
      hard: change.hard ? JSON.stringify(change.hard) : null,
      updated_by: change.by,
      updated_at: change.at,
    };
    await this.knex('organization_quotas')
      .insert({ organization_id: organizationId, ...columns })
      .onConflict('organization_id')
      .merge(columns);
  }

  /**
   * Lets one transaction at a time count the use of an organization and add to
   * it; the others wait until it is over. SQLite has a single writer anyway.
   *
   * @returns what `readOverride` does, as it stays until then
   */
  async lock(
    trx: Knex.Transaction,
    organizationId: string,
  ): Promise<QuotaLimits | undefined> {
    // A row that is written is locked; one statement, while others wait
    const [{ hard }] = await trx('organization_quotas')
      .insert({ organization_id: organizationId })
      .onConflict('organization_id')
      .merge(['organization_id'])
      .returning('hard');
    return hard ? JSON.parse(hard) : undefined;
  }

  /** @param options - `apartFrom`: id of a model that is about to change */
  async sumUse(
    organizationId: string,
    options: { apartFrom?: string; trx?: Knex } = {},
  ): Promise<ModelUse[]> {
    const { apartFrom, trx = this.knex } = options;
    const query = trx('model_use').where({ organization_id: organizationId });
    if (apartFrom) {
      query.whereNot({ model_id: apartFrom });
    }
    return (await sumRows(query)).map(toModelUse);
  }

  /** Of all organizations that have models. */
  async sumUses(): Promise<Map<string, ModelUse[]>> {
    const rows = await sumRows(
      this.knex('model_use')
        .groupBy('organization_id')
        .select('organization_id'),
    );
    const byOrganization = groupBy(rows, row => row.organization_id);
    return new Map(
      Object.entries(byOrganization).map(([organization, own]) => [
        organization,
        own.map(toModelUse),
      ]),
    );
  }

  async readUse(
    modelId: string,
    trx: Knex = this.knex,
  ): Promise<ModelUse | undefined> {
    const row = await trx('model_use').where({ model_id: modelId }).first();
    return (
      row &&
      toModelUse({
        ...row,
        models: 1,
        cpu: row.cpu_millis,
        memory: row.memory_bytes,
      })
    );
  }
}

/** Notes what a model counts, in the transaction that stores its spec. */
export async function writeModelUse(trx: Knex, model: StoredModel) {
  await trx('model_use')
    .insert(toModelUseRow(model))
    .onConflict('model_id')
    .merge();
}

export function toModelUseRow(model: StoredModel) {
  const use = computeModelUse(model);
  return {
    model_id: model.id,
    organization_id: model.organizationId,
    gpus: use.gpus,
    gpu_placement: JSON.stringify(use.placement),
    cpu_millis: use.cpuMillis,
    memory_bytes: use.memoryBytes,
  };
}

function sumRows(query: Knex.QueryBuilder): Promise<Record<string, unknown>[]> {
  return query
    .groupBy('gpu_placement')
    .select('gpu_placement')
    .count({ models: '*' })
    .sum({ gpus: 'gpus', cpu: 'cpu_millis', memory: 'memory_bytes' });
}

// PostgreSQL answers sums and bigints as text
function toModelUse(row: Record<string, unknown>): ModelUse {
  return {
    models: Number(row.models),
    gpus: Number(row.gpus),
    placement: JSON.parse(String(row.gpu_placement)),
    cpuMillis: Number(row.cpu),
    memoryBytes: Number(row.memory),
  };
}
