import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { modelUpdate } from '../../schema/modelUpdate';
import { modelAnswer } from '../../schema/modelView';
import { plan } from '../../schema/plan';
import { answers, refusals } from '../answers';
import {
  callHeaders,
  dryRunQuery,
  modelPath,
  updateHeaders,
} from '../parameters';

/** One model. */
export const modelPaths: ZodOpenApiPathsObject = {
  '/{id}': {
    get: {
      operationId: 'getModel',
      tags: ['Models'],
      summary: 'A model: what was asked, what was resolved, what is',
      requestParams: { path: modelPath, header: callHeaders },
      responses: {
        ...answers.model(modelAnswer, 'The model'),
        ...refusals('ModelNotFound'),
      },
    },
    put: {
      operationId: 'updateModel',
      tags: ['Models'],
      summary: 'Changes the fields that are given, or plans it',
      description:
        'Objects merge, arrays replace, `null` restores the default. A field with the value that GET shows changes nothing',
      requestParams: {
        path: modelPath,
        header: updateHeaders,
        query: dryRunQuery,
      },
      requestBody: {
        required: true,
        content: { 'application/json': { schema: modelUpdate } },
      },
      responses: {
        ...answers.model(
          z.union([modelAnswer, plan]),
          'The changed model; with `dry_run=true` the plan, without `ETag`',
        ),
        ...refusals(
          'InsufficientClusterResources',
          'QuotaExceeded',
          'RejectedByCluster',
          'NotInKubernetes',
          'MissingCrd',
          'ModelNotFound',
          'PlanOutdated',
          'ModelDeleting',
          'GenerationConflict',
          'BodyTooLarge',
          'UnsupportedBody',
          'ClusterUnavailable',
        ),
      },
    },
    delete: {
      operationId: 'deleteModel',
      tags: ['Models'],
      summary: 'Removes a model from its cluster, then from the list',
      description:
        'Repeating it is harmless. A shared claim stays; a claim of its own that others mount keeps the model',
      requestParams: { path: modelPath, header: callHeaders },
      responses: {
        ...answers.deleted(),
        ...refusals('ModelNotFound', 'ClaimInUse'),
      },
    },
  },
};
