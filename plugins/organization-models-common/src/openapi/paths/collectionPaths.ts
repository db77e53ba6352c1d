import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { statusAnswer } from '../../schema/answers/clusterStatus';
import { listQuery } from '../../schema/listQuery';
import { adoptBody } from '../../schema/steps';
import { modelCreation } from '../../schema/modelUpdate';
import {
  modelAnswer,
  modelList,
  workloadList,
} from '../../schema/answers/modelView';
import { plan } from '../../schema/answers/plan';
import { answers, refusals } from '../answers';
import { callHeaders, createHeaders, dryRunQuery } from '../parameters';
import { CHECKED_BY_CLUSTER } from './checkedByCluster';

/** What is not about one model. */
export const collectionPaths: ZodOpenApiPathsObject = {
  '/status': {
    get: {
      operationId: 'getStatus',
      tags: ['Cluster'],
      summary: 'What the clusters are and hold',
      description:
        'Answers from what was last observed; `ready: false` with its blockers is an answer, not an error. Needs the permission `organization-models.cluster.read`',
      requestParams: { header: callHeaders },
      responses: {
        ...answers.ok(statusAnswer, 'The state of the clusters'),
        ...refusals('NotInKubernetes'),
      },
    },
  },
  '/': {
    get: {
      operationId: 'listModels',
      tags: ['Models'],
      summary: "The organization's models, page by page",
      requestParams: { header: callHeaders, query: listQuery },
      responses: {
        ...answers.ok(modelList, 'A page of models'),
        ...refusals(),
      },
    },
    post: {
      operationId: 'createModel',
      tags: ['Models'],
      summary: 'Checks, stores and deploys a model, or plans it',
      requestParams: { header: createHeaders, query: dryRunQuery },
      requestBody: {
        required: true,
        content: { 'application/json': { schema: modelCreation } },
      },
      responses: {
        ...answers.ok(plan, 'With `dry_run=true`: what would be done'),
        ...answers.created(modelAnswer),
        ...refusals(
          ...CHECKED_BY_CLUSTER,
          'ModelNameTaken',
          'PlanOutdated',
          'IdempotencyKeyReused',
          'BodyTooLarge',
          'UnsupportedBody',
        ),
      },
    },
  },
  '/adopt': {
    post: {
      operationId: 'adoptWorkload',
      tags: ['Models'],
      summary: 'Makes a Deployment that runs an engine a model, or plans it',
      description:
        'What was a model – of this portal with a lost database, of another installation, or released – is one again without a restart. Of anything else the command, image, GPUs and plain variables are kept and its pods are made anew; the plan says so field by field. An organization adopts what was its own or is in its own namespace; administrators adopt for any. Needs the permission `organization-models.model.adopt`',
      requestParams: { header: callHeaders, query: dryRunQuery },
      requestBody: {
        required: true,
        content: { 'application/json': { schema: adoptBody } },
      },
      responses: {
        ...answers.ok(plan, 'With `dry_run=true`: the plan'),
        ...answers.created(modelAnswer),
        ...refusals(
          ...CHECKED_BY_CLUSTER,
          'WorkloadNotFound',
          'NotAdoptable',
          'ModelNameTaken',
          'ModelDeleting',
          'PlanOutdated',
          'BodyTooLarge',
          'UnsupportedBody',
        ),
      },
    },
  },
  '/all': {
    get: {
      operationId: 'listWorkloads',
      tags: ['Models'],
      summary:
        'Every model in the clusters that the caller may see, managed or not',
      requestParams: { header: callHeaders },
      responses: {
        ...answers.ok(workloadList, 'Models of all origins'),
        ...refusals(),
      },
    },
  },
};
