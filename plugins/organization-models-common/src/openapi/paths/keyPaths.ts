import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { createdKey, keyBody, keyList, keyPath } from '../../schema/keys';
import { answers, refusals } from '../answers';
import { callHeaders } from '../parameters';

/** Keys for the OpenAI-compatible paths. */
export const keyPaths: ZodOpenApiPathsObject = {
  '/keys': {
    get: {
      operationId: 'listKeys',
      tags: ['Keys'],
      summary: "The organization's keys, without their secrets",
      requestParams: { header: callHeaders },
      responses: {
        ...answers.ok(keyList, 'The newest first; revoked ones are gone'),
        ...refusals(),
      },
    },
    post: {
      operationId: 'createKey',
      tags: ['Keys'],
      summary: 'Makes a key for the OpenAI-compatible paths, and nothing else',
      requestParams: { header: callHeaders },
      requestBody: {
        required: true,
        content: { 'application/json': { schema: keyBody } },
      },
      responses: {
        ...answers.made(createdKey, 'The key, and its secret for this once'),
        ...refusals('BodyTooLarge', 'UnsupportedBody'),
      },
    },
  },
  '/keys/{key_id}': {
    delete: {
      operationId: 'deleteKey',
      tags: ['Keys'],
      summary: 'Revokes a key; within seconds it opens nothing any more',
      requestParams: { header: callHeaders, path: keyPath },
      responses: { ...answers.removed(), ...refusals('KeyNotFound') },
    },
  },
};
