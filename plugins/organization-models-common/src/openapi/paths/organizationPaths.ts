import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { callerOrganizations } from '../../schema/answers/callerOrganizations';
import { answers, refusalsBeforeChoice } from '../answers';
import { callHeaders } from '../parameters';

/** For which organizations a caller can ask. */
export const organizationPaths: ZodOpenApiPathsObject = {
  '/organizations': {
    get: {
      operationId: 'getOrganizations',
      tags: ['Organizations'],
      summary: 'The organizations that the caller acts for',
      description:
        'Answered to callers with several as well, who name none here. An organization in the header is held against them and changes nothing',
      requestParams: { header: callHeaders },
      responses: {
        ...answers.ok(callerOrganizations, 'The organizations'),
        ...refusalsBeforeChoice(),
      },
    },
  },
};
