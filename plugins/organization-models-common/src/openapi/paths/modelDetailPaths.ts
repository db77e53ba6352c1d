import { z } from 'zod';
import type {
  ZodOpenApiContentObject,
  ZodOpenApiPathItemObject,
  ZodOpenApiPathsObject,
} from 'zod-openapi';
import { generationQuery, historyQuery } from '../../schema/listQuery';
import {
  diagnosis,
  events,
  generation,
  history,
  manifests,
  modelState,
  pods,
} from '../../schema/answers/modelDetails';
import { logLine, logQuery } from '../../schema/logs';
import { metricsQuery, modelMetrics } from '../../schema/metrics';
import { answers, refusals } from '../answers';
import type { ErrorCode } from '../errorCodes';
import {
  callHeaders,
  generationPath,
  modelPath,
  watchHeaders,
} from '../parameters';

/** What is known of one model beside itself; of the organization's own only. */
export const modelDetailPaths: ZodOpenApiPathsObject = {
  '/{id}/history': detail('getHistory', {
    summary: 'Actions, changes of status and drift, newest first',
    answer: history,
    query: historyQuery,
  }),
  '/{id}/history/{generation}': {
    get: {
      operationId: 'getGeneration',
      tags: ['Model details'],
      summary: 'A generation as it was accepted, compared to another',
      requestParams: {
        path: generationPath,
        header: callHeaders,
        query: generationQuery,
      },
      responses: {
        ...answers.ok(generation, 'The generation'),
        ...refusals('ModelNotFound', 'GenerationNotFound'),
      },
    },
  },
  '/{id}/watch': {
    get: {
      operationId: 'watchModel',
      tags: ['Model details'],
      summary: 'Tells of the state of a model each time that it changes',
      description:
        'Server-sent events: `state` with the whole state, `deleted` as the last one. Whoever comes back with `Last-Event-ID` is told only of what is new since',
      requestParams: { path: modelPath, header: watchHeaders },
      responses: {
        '200': {
          description: 'Events, until one side ends it',
          content: {
            'text/event-stream': {
              schema: modelState.meta({
                description: 'The data of a `state` event',
              }),
            },
          },
          headers: z.object({
            'Cache-Control': z.literal('no-store, no-transform'),
          }),
        },
        ...refusals('ModelNotFound'),
      },
    },
  },
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
  '/{id}/logs': {
    get: {
      operationId: 'getLogs',
      tags: ['Model details'],
      summary: 'What its containers wrote, and with `follow` what they write',
      description:
        'Lines of all pods in the order of time. Secrets are masked, terminal codes are left out, and lines over 64 KB are cut. In `text/plain` each line begins with `[pod/container]` unless a pod was named; `application/x-ndjson` has an object for each. Needs the permission `organization-models.model.logs`',
      requestParams: { path: modelPath, header: callHeaders, query: logQuery },
      responses: {
        ...answers.stream('The lines', {
          'text/plain': { schema: z.string() },
          'application/x-ndjson': { schema: logLine },
        }),
        ...refusals(
          'ModelNotFound',
          'PodNotFound',
          'NoPreviousLog',
          'ContainerNotStarted',
          'RejectedByCluster',
          'ClusterUnavailable',
        ),
      },
    },
  },
  '/{id}/metrics': detail('getMetrics', {
    summary: 'How it does: requests, times, tokens and what is in use',
    answer: modelMetrics,
    query: metricsQuery,
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
