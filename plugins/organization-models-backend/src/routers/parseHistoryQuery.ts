import {
  historyQuery,
  parseFields,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { invalidRequest } from '../services/errors';

/**
 * Reads the page of a history.
 *
 * @throws a refusal naming each parameter that is wrong or not known
 */
export function parseHistoryQuery(query: unknown): {
  limit: number;
  before?: string;
} {
  const parsed = parseFields(historyQuery, query);
  if (parsed.outcome === 'invalid') {
    throw invalidRequest(parsed.problems);
  }
  const { limit, cursor } = parsed.value;
  return { limit, before: cursor };
}
