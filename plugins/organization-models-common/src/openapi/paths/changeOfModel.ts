import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { modelAnswer } from '../../schema/answers/modelView';
import { plan } from '../../schema/answers/plan';
import { answers, refusals } from '../answers';
import type { ErrorCode } from '../errorCodes';
import { dryRunQuery, modelPath, updateHeaders } from '../parameters';

/** A change of a model that can be planned first, and held to a generation. */
export function changeOfModel(change: {
  operationId: string;
  summary: string;
  description: string;
  body: z.ZodType;
  /** It need not have one. */
  mayBeEmpty?: boolean;
  /** What is answered when it is done. */
  answer: string;
  /** What it is refused for beside what every change is. */
  refusals: ErrorCode[];
}): ZodOpenApiOperationObject {
  const { operationId, summary, description, body, answer } = change;
  return {
    operationId,
    tags: ['Models'],
    summary,
    description,
    requestParams: {
      path: modelPath,
      header: updateHeaders,
      query: dryRunQuery,
    },
    requestBody: {
      required: !change.mayBeEmpty,
      content: { 'application/json': { schema: body } },
    },
    responses: {
      ...answers.model(
        z.union([modelAnswer, plan]),
        `${answer}; with \`dry_run=true\` the plan, without \`ETag\``,
      ),
      ...refusals(
        ...change.refusals,
        'PlanOutdated',
        'ModelDeleting',
        'GenerationConflict',
        'BodyTooLarge',
        'UnsupportedBody',
      ),
    },
  };
}
