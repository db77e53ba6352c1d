import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { waitQuery } from '../../schema/listQuery';
import { forgotten, rollbackBody } from '../../schema/answers/modelDetails';
import {
  deletionQuery,
  modelUpdate,
  refreshBody,
} from '../../schema/modelUpdate';
import { modelAnswer } from '../../schema/answers/modelView';
import { plan } from '../../schema/answers/plan';
import { answers, refusals } from '../answers';
import { callHeaders, modelPath } from '../parameters';
import { changeOfModel } from './changeOfModel';
import { CHECKED_BY_CLUSTER } from './checkedByCluster';

/** One model. */
export const modelPaths: ZodOpenApiPathsObject = {
  '/{id}': {
    get: {
      operationId: 'getModel',
      tags: ['Models'],
      summary: 'A model: what was asked, what was resolved, what is',
      description:
        'With `wait_for` it answers when that is so; proxies on the way have to allow as much silence',
      requestParams: {
        path: modelPath,
        header: callHeaders,
        query: waitQuery,
      },
      responses: {
        ...answers.model(modelAnswer, 'The model'),
        '204': {
          description: 'There is none (any more), which was waited for',
          headers: z.object({ 'Cache-Control': z.literal('no-store') }),
        },
        ...refusals('ModelNotFound', 'ModelFailed', 'WaitTimedOut'),
      },
    },
    put: changeOfModel({
      operationId: 'updateModel',
      summary: 'Changes the fields that are given, or plans it',
      description:
        'Objects merge, arrays replace, `null` restores the default. A field with the value that GET shows changes nothing',
      body: modelUpdate,
      answer: 'The changed model',
      refusals: [...CHECKED_BY_CLUSTER, 'ModelNotFound'],
    }),
    delete: {
      operationId: 'deleteModel',
      tags: ['Models'],
      summary:
        'Removes a model from its cluster, then from the list, or plans it',
      description:
        'Repeating it is harmless. A shared claim stays; a claim of its own that others mount keeps the model. `force` is for a cluster that is gone for good: nothing is asked of it, and the model is forgotten with its history',
      requestParams: {
        path: modelPath,
        header: callHeaders,
        query: deletionQuery,
      },
      responses: {
        ...answers.ok(
          z.union([plan, forgotten]),
          'The plan; or, forgotten by force, what may be left',
        ),
        ...answers.deleted(),
        ...refusals(
          'ModelNotFound',
          'ModelDeleting',
          'ClaimInUse',
          'PlanOutdated',
        ),
      },
    },
  },
  '/{id}/rollback': {
    post: changeOfModel({
      operationId: 'rollbackModel',
      summary: 'Makes an earlier generation the current one again, or plans it',
      description:
        'Everything is as it was accepted then, held to the policy, quota and room of now. What cannot come back – a token, a smaller volume – is in the warnings of the plan',
      body: rollbackBody,
      answer: 'The model as it is from now on',
      refusals: [...CHECKED_BY_CLUSTER, 'ModelNotFound', 'GenerationNotFound'],
    }),
  },
  '/{id}/refresh': {
    post: changeOfModel({
      operationId: 'refreshModel',
      summary: "Takes the platform's present settings in, or plans it",
      description:
        'A change of config changes no model that was accepted: its next change takes it in, or this. Without anything new, nothing is done',
      body: refreshBody,
      mayBeEmpty: true,
      answer: 'The model',
      refusals: [...CHECKED_BY_CLUSTER, 'ModelNotFound'],
    }),
  },
};
