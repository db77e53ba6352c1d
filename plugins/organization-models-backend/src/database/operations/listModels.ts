import type { MODEL_SORT_FIELDS } from '@orgmodels/backstage-plugin-organization-models-common';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { ModelFilter } from '@orgmodels/backstage-plugin-organization-models-node';
import type { Knex } from 'knex';
import {
  LISTED,
  type ListedModel,
  type ListedRow,
  toListedModel,
} from '../modelRows';
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

/** One page of an organization's models, and how many there are in all. */
export async function listModels(
  knex: Knex,
  query: ListModels,
): Promise<ModelPage> {
  const [rows, [{ count }]] = await Promise.all([
    page(select(knex, query), query),
    select(knex, query).count({ count: '*' }),
  ]);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    models: shown.map(toListedModel),
    total: Number(count),
    ...(last && rows.length > shown.length
      ? { next: { value: String(last[query.sort.column]), id: last.id } }
      : {}),
  };
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
): Knex.QueryBuilder<ListedRow, ListedRow[]> {
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
    .select<ListedRow[]>(LISTED)
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
