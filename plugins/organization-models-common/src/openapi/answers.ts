import { z } from 'zod';
import type {
  ZodOpenApiContentObject,
  ZodOpenApiResponseObject,
} from 'zod-openapi';
import { errorAnswer } from '../schema/answers/errorAnswer';
import { ERROR_CODES, type ErrorCode } from './errorCodes';

type Answers = Record<`${number}`, ZodOpenApiResponseObject>;

const noStore = z.literal('no-store').meta({
  description: 'What is answered is true now, and for the caller only',
});

const etag = z.string().meta({
  description: "The model's generation, for `If-Match`",
  examples: ['"3"'],
});

const location = z.string().meta({
  description: 'Where the model is',
  examples: ['/v1/organization/models/mdl_8Kq2vZb1LxYt0PwR'],
});

const retryAfter = z.string().optional().meta({
  description: 'Seconds after which trying again makes sense',
});

/** Refusals of Backstage itself have no `code` of ours. */
const withoutCode = errorAnswer
  .extend({
    error: errorAnswer.shape.error.omit({ code: true, details: true }),
  })
  .meta({ id: 'PlainErrorAnswer' });

/** Answers of success. */
export const answers = {
  ok: (
    schema: z.ZodType,
    description: string,
    alsoAs: ZodOpenApiContentObject = {},
  ): Answers => ({
    '200': {
      description,
      content: { ...json(schema).content, ...alsoAs },
      headers: z.object({ 'Cache-Control': noStore }),
    },
  }),
  stream: (description: string, content: ZodOpenApiContentObject): Answers => ({
    '200': {
      description,
      content,
      headers: z.object({ 'Cache-Control': noStore }),
    },
  }),
  model: (schema: z.ZodType, description: string): Answers => ({
    '200': {
      description,
      ...json(schema),
      headers: z.object({ 'Cache-Control': noStore, ETag: etag.optional() }),
    },
  }),
  created: (schema: z.ZodType): Answers => ({
    '201': {
      description: 'The model is stored; its deployment goes on by itself',
      ...json(schema),
      headers: z.object({
        'Cache-Control': noStore,
        ETag: etag,
        Location: location,
      }),
    },
  }),
  made: (schema: z.ZodType, description: string): Answers => ({
    '201': {
      description,
      ...json(schema),
      headers: z.object({ 'Cache-Control': noStore }),
    },
  }),
  removed: (): Answers => ({
    '204': {
      description: 'It is not there (any more)',
      headers: z.object({ 'Cache-Control': noStore }),
    },
  }),
  deleted: (): Answers => ({
    '204': {
      description:
        'The deletion goes on by itself; GET answers `deleting` until it is done',
      headers: z.object({ 'Cache-Control': noStore }),
    },
  }),
};

/**
 * The refusals of a call for an organization: those with the named codes, and
 * those that every such call has.
 */
export function refusals(...codes: ErrorCode[]): Answers {
  return {
    ...refusalsBeforeChoice('OrganizationNeeded', ...codes),
    '429': refusal(['TooManyRequests']),
  };
}

/** The refusals of a call for no organization: no limit is counted for it. */
export function refusalsBeforeChoice(...codes: ErrorCode[]): Answers {
  const all: ErrorCode[] = ['InvalidRequest', ...codes];
  const statuses = [...new Set(all.map(code => ERROR_CODES[code].status))];
  return {
    ...Object.fromEntries(
      statuses.map(status => [
        status,
        refusal(all.filter(code => ERROR_CODES[code].status === status)),
      ]),
    ),
    '401': {
      description: 'There is no token, or none that is valid',
      ...json(withoutCode),
    },
    '403': forbidden(all.filter(code => ERROR_CODES[code].status === 403)),
  };
}

const RETRIED: ErrorCode[] = [
  'IdempotencyKeyReused',
  'ContainerNotStarted',
  'TooManyRequests',
  'ClusterUnavailable',
];

function refusal(codes: ErrorCode[]): ZodOpenApiResponseObject {
  const mayRetry = codes.some(code => RETRIED.includes(code));
  return {
    description: describeCodes(codes),
    ...json(oneOf(codes.map(answerOf))),
    ...(mayRetry ? { headers: z.object({ 'Retry-After': retryAfter }) } : {}),
  };
}

function forbidden(codes: ErrorCode[]): ZodOpenApiResponseObject {
  const description =
    'The organization is not the caller’s, or the permission is missing (without `code`)';
  return {
    description: [description, describeCodes(codes)].filter(Boolean).join('. '),
    ...json(oneOf([...codes.map(answerOf), withoutCode])),
  };
}

function describeCodes(codes: ErrorCode[]): string {
  return codes.map(code => `\`${code}\`: ${ERROR_CODES[code].when}`).join('. ');
}

const made = new Map<ErrorCode, z.ZodType>();

/** The error body of one code; one component of the document each. */
function answerOf(code: ErrorCode): z.ZodType {
  const known = made.get(code);
  if (known) {
    return known;
  }
  const { details } = ERROR_CODES[code];
  const answer = errorAnswer
    .extend({
      error: errorAnswer.shape.error.extend({
        code: z.literal(code),
        details: details
          ? (details as z.ZodType).optional()
          : z.never().optional(),
      }),
    })
    .meta({ id: `${code}Answer`, description: ERROR_CODES[code].when });
  made.set(code, answer);
  return answer;
}

function oneOf(schemas: z.ZodType[]): z.ZodType {
  return schemas.length === 1 ? schemas[0] : z.union(schemas);
}

function json(schema: z.ZodType) {
  return { content: { 'application/json': { schema } } };
}
