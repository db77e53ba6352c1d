import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  organizationTokenAnswer,
  organizationTokenList,
  tokenBody,
  tokenName,
} from '../../schema/organizationTokens';
import { answers, refusals } from '../answers';
import { callHeaders } from '../parameters';

const requestParams = { header: callHeaders, path: tokenName };

/** The organization's tokens for model hubs, which models refer to by name. */
export const tokenPaths: ZodOpenApiPathsObject = {
  '/tokens': {
    get: {
      operationId: 'listTokens',
      tags: ['Tokens'],
      summary: "The organization's tokens, without their values",
      requestParams: { header: callHeaders },
      responses: {
        ...answers.ok(organizationTokenList, 'Names, and who set them when'),
        ...refusals('NotInKubernetes', 'ClusterUnavailable'),
      },
    },
  },
  '/tokens/{name}': {
    put: {
      operationId: 'putToken',
      tags: ['Tokens'],
      summary: 'Sets a token; pods read it when they start',
      description:
        'Written in every cluster that answers. 503 when one does not: the same call again writes what is missing',
      requestParams,
      requestBody: {
        required: true,
        content: { 'application/json': { schema: tokenBody } },
      },
      responses: {
        ...answers.ok(organizationTokenAnswer, 'The token is set'),
        ...refusals(
          'RejectedByCluster',
          'NotInKubernetes',
          'BodyTooLarge',
          'UnsupportedBody',
          'ClusterUnavailable',
        ),
      },
    },
    delete: {
      operationId: 'deleteToken',
      tags: ['Tokens'],
      summary: 'Removes a token; pods that run keep what they have read',
      requestParams,
      responses: {
        ...answers.removed(),
        ...refusals('NotInKubernetes', 'ClusterUnavailable'),
      },
    },
  },
};
