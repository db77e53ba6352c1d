import type { Knex } from 'knex';
import { chunk } from 'lodash';
import {
  type HeldGpus,
  USAGE_COUNTS,
  type UsageCounts,
} from '../../domain/usage/sumUsage';

/** Whose requests are counted together. */
export type UsageSubject = {
  organizationId: string;
  /** UTC, as in 2026-11-28. */
  day: string;
  modelId: string;
  modelName: string;
  /** Empty: by no key. */
  keyId: string;
  /** Ref of a user, or subject of a service; empty: by a key. */
  subject: string;
};

/** What a key used in one minute. */
export type KeyMinute = {
  keyId: string;
  /** Since 1970. */
  minute: number;
  requests: number;
  tokens: number;
};

const GROUPS = {
  day: 'day',
  model: 'model_id',
  key: 'key_id',
  user: 'subject',
} as const;

/** Rows per statement. */
const BATCH = 100;
/** Minutes after which nobody asks any more what a key used in one. */
const MINUTES_KEPT = 5;

/** What is used, added up. */
export class DatabaseUsage {
  constructor(private readonly knex: Knex) {}

  /** Adds counts and notes the use of keys, all or nothing. */
  async add(
    usage: (UsageSubject & UsageCounts)[],
    keys: { minutes: KeyMinute[]; usedAt: string },
  ): Promise<void> {
    await this.knex.transaction(async trx => {
      for (const rows of chunk(usage, BATCH)) {
        await trx('usage_days')
          .insert(rows.map(toRow))
          .onConflict([
            'organization_id',
            'day',
            'model_id',
            'key_id',
            'subject',
          ])
          .merge(sums(trx, 'usage_days', USAGE_COUNTS));
      }
      for (const rows of chunk(keys.minutes, BATCH)) {
        await trx('key_minutes')
          .insert(
            rows.map(({ keyId, ...rest }) => ({ key_id: keyId, ...rest })),
          )
          .onConflict(['key_id', 'minute'])
          .merge(sums(trx, 'key_minutes', ['requests', 'tokens']));
      }
      const ids = [...new Set(keys.minutes.map(({ keyId }) => keyId))];
      for (const some of chunk(ids, BATCH)) {
        await trx('api_keys')
          .whereIn('id', some)
          .update({ last_used_at: keys.usedAt });
      }
    });
  }

  /** What keys used in a minute, in all backends. */
  async readKeyMinutes(keyIds: string[], minute: number): Promise<KeyMinute[]> {
    const rows = await this.knex('key_minutes')
      .whereIn('key_id', keyIds)
      .where({ minute });
    return rows.map(row => ({
      keyId: row.key_id,
      minute,
      requests: Number(row.requests),
      tokens: Number(row.tokens),
    }));
  }

  /** Tokens that keys used in a day, in all backends. */
  async readKeyDays(
    keyIds: string[],
    day: string,
  ): Promise<Map<string, number>> {
    const rows = await this.knex('usage_days')
      .whereIn('key_id', keyIds)
      .where({ day })
      .groupBy('key_id')
      .select('key_id')
      .sum({ prompt: 'prompt_tokens', completion: 'completion_tokens' });
    return new Map(
      (rows as any[]).map(row => [
        row.key_id,
        Number(row.prompt) + Number(row.completion),
      ]),
    );
  }

  async forgetMinutesBefore(minute: number): Promise<void> {
    await this.knex('key_minutes')
      .where('minute', '<', minute - MINUTES_KEPT)
      .delete();
  }

  /**
   * What an organization used, in days from the first to the last.
   *
   * @param groupBy - by what it is added up; what else tells rows apart is empty
   */
  async read(
    organizationId: string,
    {
      from,
      to,
      groupBy,
    }: { from: string; to: string; groupBy: 'day' | 'model' | 'key' | 'user' },
  ): Promise<(Omit<UsageSubject, 'organizationId'> & UsageCounts)[]> {
    const column = GROUPS[groupBy];
    // Of a model that was renamed meanwhile there are several names
    const name = groupBy === 'model' ? { model_name: 'model_name' } : {};
    const rows = await this.knex('usage_days')
      .where({ organization_id: organizationId })
      .whereBetween('day', [from, to])
      .groupBy(column)
      .orderBy(column)
      .select(column)
      .max(name)
      .sum(Object.fromEntries(USAGE_COUNTS.map(count => [count, count])));
    return rows.map(toUsage);
  }

  /** The GPUs that pods of models hold now; of one organization where it is named. */
  async readHeldGpus(
    modelIds: string[],
    organizationId: string | undefined,
  ): Promise<{ modelId: string; gpuType: string; gpus: number }[]> {
    const rows = await this.knex('gpu_time')
      .whereIn('model_id', modelIds)
      .whereNull('ended_at')
      .where(organizationId ? { organization_id: organizationId } : {})
      .select('model_id', 'gpu_type', 'gpus');
    return rows.map(row => ({
      modelId: row.model_id,
      gpuType: row.gpu_type,
      gpus: row.gpus,
    }));
  }

  /** The pods of an organization that held GPUs in a time, in ms since 1970. */
  async readGpuTime(
    organizationId: string,
    range: { from: number; to: number },
  ): Promise<HeldGpus[]> {
    const rows = await this.knex('gpu_time')
      .leftJoin('cluster_facts', 'cluster_facts.cluster', 'gpu_time.cluster')
      .where({ organization_id: organizationId })
      .where('started_at', '<', range.to)
      .where(ends =>
        ends.whereNull('ended_at').orWhere('ended_at', '>', range.from),
      )
      .select('gpu_time.*', 'cluster_facts.observed_at');
    return rows.map(row => ({
      modelId: row.model_id,
      modelName: row.model_name,
      gpuType: row.gpu_type,
      gpus: row.gpus,
      startedAt: Number(row.started_at),
      until:
        row.ended_at === null
          ? Date.parse(row.observed_at ?? '') || Number(row.started_at)
          : Number(row.ended_at),
    }));
  }
}

function toRow(usage: UsageSubject & UsageCounts) {
  return {
    organization_id: usage.organizationId,
    day: usage.day,
    model_id: usage.modelId,
    model_name: usage.modelName,
    key_id: usage.keyId,
    subject: usage.subject,
    ...Object.fromEntries(USAGE_COUNTS.map(count => [count, usage[count]])),
  };
}

function toUsage({
  day = '',
  model_id: modelId = '',
  model_name: modelName = '',
  key_id: keyId = '',
  subject = '',
  ...row
}: any): Omit<UsageSubject, 'organizationId'> & UsageCounts {
  return {
    ...{ day, modelId, modelName, keyId, subject },
    ...(Object.fromEntries(
      USAGE_COUNTS.map(count => [count, Number(row[count])]),
    ) as UsageCounts),
  };
}

// What is there, and what comes: both databases call the latter `excluded`
function sums(knex: Knex, table: string, columns: readonly string[]) {
  return Object.fromEntries(
    columns.map(column => [
      column,
      knex.raw('?? + ??', [`${table}.${column}`, `excluded.${column}`]),
    ]),
  );
}
