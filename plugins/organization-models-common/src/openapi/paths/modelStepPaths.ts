import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { modelAnswer } from '../../schema/answers/modelView';
import { pauseBody, releaseBody, transferBody } from '../../schema/steps';
import { answers, refusals } from '../answers';
import { callHeaders, modelPath } from '../parameters';
import { changeOfModel } from './changeOfModel';

/** What becomes of a model beside its spec: whose it is, and who keeps it. */
export const modelStepPaths: ZodOpenApiPathsObject = {
  '/{id}/release': {
    post: changeOfModel({
      operationId: 'releaseModel',
      summary: 'Forgets a model and leaves it running, or plans it',
      description:
        'The labels by which it is known are taken off its objects, and nothing else: it is an unmanaged workload from then on, which can be adopted again. Its history goes. Needs the permission `organization-models.model.release`',
      body: releaseBody,
      mayBeEmpty: true,
      answer: 'The model, `deleting` until it is forgotten',
      refusals: ['ModelNotFound'],
    }),
  },
  '/{id}/transfer': {
    post: changeOfModel({
      operationId: 'transferModel',
      summary: 'Gives a model to another organization, or plans it',
      description:
        'For administrators of the portal. It runs on as it is, in its namespace, and counts against the quota of the other organization; what it used before stays with the first. A model in a namespace of its organization stays there, and is refused. Needs the permission `organization-models.model.transfer`',
      body: transferBody,
      answer: 'The model of the other organization',
      refusals: [
        'QuotaExceeded',
        'RejectedByCluster',
        'NotInKubernetes',
        'MissingCrd',
        'ModelNotFound',
        'NotTransferable',
        'ClusterUnavailable',
      ],
    }),
  },
  '/{id}/pause-healing': {
    post: {
      operationId: 'pauseHealing',
      tags: ['Models'],
      summary: 'Sets nothing back that others change, for a while',
      description:
        'For somebody at work in the cluster. It ends by itself; what differs then is set back and noted. Changes of the model itself are applied all the same. Needs the permission `organization-models.model.pause-healing`',
      requestParams: { path: modelPath, header: callHeaders },
      requestBody: {
        required: true,
        content: { 'application/json': { schema: pauseBody } },
      },
      responses: {
        ...answers.model(modelAnswer, 'The model'),
        ...refusals(
          'ModelNotFound',
          'ModelDeleting',
          'BodyTooLarge',
          'UnsupportedBody',
        ),
      },
    },
    delete: {
      operationId: 'resumeHealing',
      tags: ['Models'],
      summary: 'Sets everything back again from now on',
      requestParams: { path: modelPath, header: callHeaders },
      responses: {
        ...answers.model(modelAnswer, 'The model'),
        ...refusals('ModelNotFound', 'ModelDeleting'),
      },
    },
  },
};
