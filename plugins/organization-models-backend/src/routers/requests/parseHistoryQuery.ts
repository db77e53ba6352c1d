import {
  generationQuery,
  historyQuery,
  parseFields,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Request } from 'express';
import type { HistoryPage } from '../../database/models/DatabaseHistory';
import { invalidRequest } from '../../services/errors';
import { requireFields } from '../../services/requireFields';

/**
 * Reads the page of a history.
 *
 * @throws a refusal naming each parameter that is wrong or not known
 */
export function parseHistoryQuery(query: unknown): HistoryPage {
  const { limit, cursor, kind, code, actor, generation, since, until } =
    requireFields(historyQuery, query);
  return {
    limit,
    before: cursor,
    kinds: kind,
    codes: code,
    actors: actor,
    generations: generation?.map(Number),
    since: since && new Date(since).toISOString(),
    until: until && new Date(until).toISOString(),
  };
}

/**
 * Reads which generation is wanted, and to which it is compared.
 *
 * @throws a refusal naming each parameter that is wrong or not known
 */
export function parseGenerationQuery({ params, query }: Request): {
  generation: number;
  against?: number;
} {
  const parsed = parseFields(generationQuery, query);
  const problems = [
    ...(/^[1-9]\d{0,8}$/.test(params.generation)
      ? []
      : [
          {
            field: 'generation',
            message: 'must be the number of a generation',
          },
        ]),
    ...(parsed.outcome === 'invalid' ? parsed.problems : []),
  ];
  if (parsed.outcome === 'invalid' || problems.length > 0) {
    throw invalidRequest(problems);
  }
  const { against } = parsed.value;
  return {
    generation: Number(params.generation),
    against: against === undefined ? undefined : Number(against),
  };
}
