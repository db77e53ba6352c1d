import type {
  History,
  HistoryEntry,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Knex } from 'knex';
import type { NewHistoryEntry } from '../../domain/facts/StoredModel';

export async function writeHistory(
  knex: Knex,
  model: { id: string; organizationId: string },
  ...entries: NewHistoryEntry[]
): Promise<void> {
  await knex('model_history').insert(
    entries.map(entry => toHistoryRow(model, entry)),
  );
}

export function toHistoryRow(
  model: { id: string; organizationId: string },
  entry: NewHistoryEntry,
) {
  return {
    model_id: model.id,
    organization_id: model.organizationId,
    at: entry.at,
    kind: entry.kind,
    code: entry.code,
    message: entry.message,
    actor: entry.actor ?? null,
    via: entry.via ?? null,
    generation: entry.generation ?? null,
    changes: entry.changes ? JSON.stringify(entry.changes) : null,
  };
}

/** Which entries; several values of a filter mean or. */
export type HistoryPage = {
  limit: number;
  /** Id of the entry after which to go on. */
  before?: string;
  kinds?: string[];
  codes?: string[];
  actors?: string[];
  generations?: number[];
  /** From one time on, and before another; RFC 3339 in UTC. */
  since?: string;
  until?: string;
};

/** What happened to models, newest first. */
export class DatabaseHistory {
  constructor(private readonly knex: Knex) {}

  async read(modelId: string, options: HistoryPage): Promise<History> {
    const rows = await this.knex('model_history')
      .where({ model_id: modelId })
      .modify(applyFilter, options)
      .orderBy('id', 'desc')
      .limit(options.limit + 1);
    const page = rows.slice(0, options.limit).map(toEntry);
    return {
      entries: page,
      ...(rows.length > options.limit ? { next_cursor: page.at(-1)!.id } : {}),
    };
  }
}

function applyFilter(query: Knex.QueryBuilder, filter: HistoryPage) {
  const anyOf: [string, (string | number)[] | undefined][] = [
    ['kind', filter.kinds],
    ['code', filter.codes],
    ['actor', filter.actors],
    ['generation', filter.generations],
  ];
  for (const [column, values] of anyOf) {
    if (values?.length) {
      query.whereIn(column, values);
    }
  }
  if (filter.before) {
    query.where('id', '<', filter.before);
  }
  if (filter.since) {
    query.where('at', '>=', filter.since);
  }
  if (filter.until) {
    query.where('at', '<', filter.until);
  }
}

function toEntry(row: any): HistoryEntry {
  return {
    id: String(row.id),
    at: row.at,
    kind: row.kind,
    code: row.code,
    message: row.message,
    ...(row.actor ? { actor: row.actor } : {}),
    ...(row.via ? { via: row.via } : {}),
    ...(row.generation === null ? {} : { generation: row.generation }),
    ...(row.changes ? { changes: JSON.parse(row.changes) } : {}),
  };
}
