import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { quotaLimits, quotaUpdate } from '../../schema/quota';
import { answers, refusals } from '../answers';
import { callHeaders } from '../parameters';

/** What one organization may use. */
export const quotaPaths: ZodOpenApiPathsObject = {
  '/quota': {
    get: {
      operationId: 'getQuota',
      tags: ['Quota'],
      summary: 'What the organization may use, and what it uses',
      requestParams: { header: callHeaders },
      responses: {
        ...answers.ok(quotaLimits, 'Limits and use'),
        ...refusals(),
      },
    },
    put: {
      operationId: 'updateQuota',
      tags: ['Quota'],
      summary: "Sets the organization's limits, for administrators",
      description:
        'The organization need not be the administrator’s own: `X-Organization` names it. Limits below what is used are accepted, and refuse new use only',
      requestParams: { header: callHeaders },
      requestBody: {
        required: true,
        content: { 'application/json': { schema: quotaUpdate } },
      },
      responses: {
        ...answers.ok(quotaLimits, 'Limits and use from now on'),
        ...refusals('BodyTooLarge', 'UnsupportedBody'),
      },
    },
  },
};
