import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { modelLoads } from '../../schema/metrics';
import { usageAnswer, usageQuery } from '../../schema/usage';
import { answers, refusals } from '../answers';
import { callHeaders } from '../parameters';

/** What organizations use, and how their models do. */
export const usagePaths: ZodOpenApiPathsObject = {
  '/metrics': {
    get: {
      operationId: 'getLoads',
      tags: ['Usage'],
      summary: 'How the models of the organization do now',
      description:
        'By one query to Prometheus, or, of models whose metrics somebody looks at, from what was scraped. Nothing is scraped for it',
      requestParams: { header: callHeaders },
      responses: {
        ...answers.ok(modelLoads, 'A row for each model that you may read'),
        ...refusals(),
      },
    },
  },
  '/usage': {
    get: {
      operationId: 'getUsage',
      tags: ['Usage'],
      summary: 'Requests, tokens, GPU hours and money of the organization',
      description:
        'Tokens are those that engines counted, of streams as well. By key, requests without one are a row of their own; so are those by keys, by user',
      requestParams: { header: callHeaders, query: usageQuery },
      responses: {
        ...answers.ok(usageAnswer, 'A row for each group, and their total', {
          'text/csv': {
            schema: z.string().meta({ description: 'The rows, as a table' }),
          },
        }),
        ...refusals(),
      },
    },
  },
};
