import { z } from 'zod';
import type {
  ZodOpenApiContentObject,
  ZodOpenApiPathItemObject,
  ZodOpenApiPathsObject,
} from 'zod-openapi';
import { historyQuery } from '../../schema/listQuery';
import {
  diagnosis,
  events,
  history,
  manifests,
  pods,
} from '../../schema/modelDetails';
import { answers, refusals } from '../answers';
import type { ErrorCode } from '../errorCodes';
import { callHeaders, modelPath } from '../parameters';

/** What is known of one model beside itself; of the organization's own only. */
export const modelDetailPaths: ZodOpenApiPathsObject = {
  '/{id}/history': detail('getHistory', {
    summary: 'Actions, changes of status and drift, newest first',
    answer: history,
    query: historyQuery,
  }),
  '/{id}/pods': detail('getPods', {
    summary: 'Its pods, and why those that are not ready are not',
    answer: pods,
  }),
  '/{id}/events': detail('getEvents', {
    summary: 'Kubernetes events about its objects',
    answer: events,
  }),
  '/{id}/diagnosis': detail('getDiagnosis', {
    summary: 'What is the matter with it, with proof, and how far its start is',
    answer: diagnosis,
  }),
  '/{id}/manifests': detail('getManifests', {
    summary: 'What is applied in the cluster; secrets are masked',
    answer: manifests,
    alsoAs: {
      'application/yaml': {
        schema: z.string().meta({ description: 'For kubectl, with ---' }),
      },
    },
    codes: ['ClusterUnavailable'],
  }),
};

function detail(
  operationId: string,
  options: {
    summary: string;
    answer: z.ZodType;
    /** Media types beside JSON. */
    alsoAs?: ZodOpenApiContentObject;
    query?: z.ZodObject;
    codes?: ErrorCode[];
  },
): ZodOpenApiPathItemObject {
  const { summary, answer, alsoAs, query, codes = [] } = options;
  return {
    get: {
      operationId,
      tags: ['Model details'],
      summary,
      requestParams: {
        path: modelPath,
        header: callHeaders,
        ...(query ? { query } : {}),
      },
      responses: {
        ...answers.ok(answer, summary, alsoAs),
        ...refusals('ModelNotFound', ...codes),
      },
    },
  };
}
