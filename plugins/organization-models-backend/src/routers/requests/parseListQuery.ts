import { createHash } from 'node:crypto';
import {
  listQuery,
  MODEL_ID,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { z } from 'zod';
import { invalidRequest } from '../../services/errors';
import type { ListRequest } from '../../services/models/ModelService';
import { requireFields } from '../../services/requireFields';

/**
 * Reads the filters, the order and the page of a list.
 *
 * @throws a refusal naming each parameter that is wrong or not known
 */
export function parseListQuery(query: unknown): ListRequest {
  const { cursor, ...asked } = requireFields(listQuery, query);
  const request: ListRequest = {
    modelTypes: asked.model_type ?? [],
    statuses: asked.status ?? [],
    isPublic:
      asked.is_public === undefined ? undefined : asked.is_public === 'true',
    tags: asked.tag ?? [],
    createdBy: asked.created_by ?? [],
    text: asked.q,
    sort: toSort(asked.sort),
    limit: asked.limit,
  };
  return cursor === undefined
    ? request
    : { ...request, after: fromCursor(request, cursor) };
}

/** The place behind a model, bound to the order and the filters of its list. */
export function toCursor(
  request: ListRequest,
  { value, id }: NonNullable<ListRequest['after']>,
): string {
  return Buffer.from(JSON.stringify([bindingOf(request), value, id])).toString(
    'base64url',
  );
}

function fromCursor(
  request: ListRequest,
  cursor: string,
): ListRequest['after'] {
  const parts = parseCursor(cursor);
  if (parts?.[0] !== bindingOf(request)) {
    throw invalidRequest([
      {
        field: 'cursor',
        message:
          'must be the next_cursor of a list with the same filters and order',
      },
    ]);
  }
  return { value: parts[1], id: parts[2] };
}

// eslint-disable-next-line no-control-regex -- PostgreSQL takes no text with a NUL
const SORT_VALUE = z.string().regex(/^[^\u0000]*$/);

function parseCursor(cursor: string): [string, string, string] | undefined {
  try {
    const parsed = z
      .tuple([z.string(), SORT_VALUE, z.string().regex(MODEL_ID)])
      .safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return parsed.data;
  } catch {
    return undefined;
  }
}

function bindingOf({ after, limit, ...binding }: ListRequest): string {
  return createHash('sha256')
    .update(JSON.stringify(binding))
    .digest('base64url')
    .slice(0, 12);
}

function toSort(text: string): ListRequest['sort'] {
  const descending = text.startsWith('-');
  return {
    column: (descending
      ? text.slice(1)
      : text) as ListRequest['sort']['column'],
    order: descending ? 'desc' : 'asc',
  };
}
