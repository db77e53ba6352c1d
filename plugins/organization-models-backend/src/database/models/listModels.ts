import type { MODEL_SORT_FIELDS } from '@orgmodels/backstage-plugin-organization-models-common';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { ModelFilter } from '@orgmodels/backstage-plugin-organization-models-node';
import type { Knex } from 'knex';
import {
  LISTED,
  type ListedModel,
  type ListedRow,
  toListedModel,
} from './modelRows';
import { applyCriteria } from './applyCriteria';

export type ListModels = {
  /** `undefined`: of all organizations. */
  organizationId: string | undefined;
  /** What permissions allow; tenancy does not depend on it. */
  permitted?: PermissionCriteria<ModelFilter>;
  modelTypes: string[];
  statuses: string[];
  isPublic?: boolean;
  /** A model has all of them. */
  tags: string[];
  createdBy: string[];
  /** Part of names, descriptions, ids and tags, in any case. */
  text?: string;
  sort: { column: (typeof MODEL_SORT_FIELDS)[number]; order: 'asc' | 'desc' };
  limit: number;
  /** The last model of the page before: its sort column's value, and its id. */
  after?: { value: string; id: string };
};

export type ModelPage = {
  models: ListedModel[];
  /** Of all pages. */
  total: number;
  /** Where the next page begins, unless this is the last one. */
  next?: ListModels['after'];
};

/** PostgreSQL gives counts as text. */
type CountedRow = ListedRow & { total: number | string; sorted: string };

/**
 * One page of an organization's models, and how many there are in all, by one
 * statement: the way to the database takes longer than it.
 */
export async function listModels(
  knex: Knex,
  query: ListModels,
): Promise<ModelPage> {
  const total = select(knex, query).count({ count: '*' });
  const rows = await page(select(knex, query), query, total);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    models: shown.map(toListedModel),
    total: last ? Number(last.total) : await readTotal(total, query),
    ...(last && rows.length > shown.length
      ? { next: { value: last.sorted, id: last.id } }
      : {}),
  };
}

// No row says it: only behind a cursor can there be any others
async function readTotal(
  total: Knex.QueryBuilder,
  { after }: ListModels,
): Promise<number> {
  const [{ count }] = after ? await total : [{ count: 0 }];
  return Number(count);
}

function select(knex: Knex, query: ListModels): Knex.QueryBuilder {
  const models = knex('models');
  if (query.organizationId !== undefined) {
    models.where({ organization_id: query.organizationId });
  }
  if (query.permitted) {
    const { permitted } = query;
    models.where(builder => applyCriteria(builder, permitted));
  }
  applyIn(models, 'model_type', query.modelTypes);
  applyIn(models, 'status', query.statuses);
  applyIn(models, 'created_by', query.createdBy);
  if (query.isPublic !== undefined) {
    models.where({ is_public: query.isPublic });
  }
  for (const tag of query.tags) {
    models.whereIn('id', knex('model_tags').where({ tag }).select('model_id'));
  }
  if (query.text) {
    const pattern = `%${escapeLike(query.text.toLocaleLowerCase('en-US'))}%`;
    models.whereRaw(`search_text like ? escape '\\'`, [pattern]);
  }
  return models;
}

function page(
  models: Knex.QueryBuilder,
  query: ListModels,
  total: Knex.QueryBuilder,
): Knex.QueryBuilder<CountedRow, CountedRow[]> {
  const { sort, after, limit } = query;
  const beyond = sort.order === 'asc' ? '>' : '<';
  if (after) {
    models.where(next =>
      next
        .where(sort.column, beyond, after.value)
        .orWhere(tie =>
          tie.where(sort.column, after.value).where('id', beyond, after.id),
        ),
    );
  }
  return models
    .select<CountedRow[]>([
      ...LISTED,
      `${sort.column} as sorted`,
      total.as('total'),
    ])
    .orderBy([
      { column: sort.column, order: sort.order },
      { column: 'id', order: sort.order },
    ])
    .limit(limit + 1);
}

function applyIn(models: Knex.QueryBuilder, column: string, values: string[]) {
  if (values.length > 0) {
    models.whereIn(column, values);
  }
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
