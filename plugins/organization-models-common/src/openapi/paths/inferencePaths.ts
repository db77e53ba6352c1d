import { z } from 'zod';
import type {
  ZodOpenApiOperationObject,
  ZodOpenApiPathsObject,
} from 'zod-openapi';
import { callHeaders } from '../parameters';

const openAiError = z
  .object({
    type: z
      .literal('error')
      .optional()
      .meta({ description: 'On the paths of Anthropic’s Messages API' }),
    error: z.object({
      message: z.string(),
      type: z.string(),
      param: z.string().nullable(),
      code: z.union([z.string(), z.int()]).nullable(),
    }),
  })
  .meta({ id: 'OpenAiErrorAnswer' });

const modelCard = z
  .object({
    id: z.string().meta({ description: 'What `model` takes' }),
    object: z.literal('model'),
    created: z.int(),
    owned_by: z.string(),
    root: z.string().optional(),
    max_model_len: z.int().optional(),
    model_id: z.string(),
    status: z.string(),
    type: z
      .literal('model')
      .meta({ description: 'As Anthropic’s clients know a model' }),
    display_name: z.string(),
    created_at: z.string(),
  })
  .meta({ id: 'OpenAiModel' });

const modelList = z
  .object({
    object: z.literal('list'),
    data: z.array(modelCard),
    first_id: z
      .string()
      .nullable()
      .meta({ description: 'As Anthropic’s clients read lists' }),
    last_id: z.string().nullable(),
    has_more: z.literal(false).meta({ description: 'It is always whole' }),
  })
  .meta({ id: 'OpenAiModelList' });

const openObject = z.looseObject({}).meta({
  id: 'OpenAiObject',
  description: 'As OpenAI’s API has it; the engine of the model reads it',
  maxProperties: 1000,
});

const reference = z
  .string()
  .max(200)
  .regex(/^[^/]{1,200}$/);

const modelReference = z.object({
  id: reference.meta({
    description: 'Id or name of the model',
    examples: ['mdl_8Kq2vZb1LxYt0PwR'],
  }),
});

const named = z.object({
  model: reference.meta({
    description: 'What `model` takes',
    examples: ['qwen3-8b'],
  }),
});

/** What can be asked, and in which words. */
const CALLS: Record<string, string> = {
  'chat/completions': 'Answers a conversation, as a stream with `stream: true`',
  completions: 'Goes on with a text',
  embeddings: 'Vectors of texts',
  rerank: 'Orders documents by how well they fit a query',
  score: 'How alike texts are',
  responses: 'Answers in the form of OpenAI’s Responses API',
  messages: 'Answers in the form of Anthropic’s Messages API',
  'messages/count_tokens':
    'How many tokens a request in the form of Anthropic’s Messages API has',
  tokenize: 'The tokens of a text',
};

const REFUSED: Record<`${number}`, string> = {
  '400': 'The organization has to be named, or the body is wrong',
  '401': 'There is no key or token, or none that is valid',
  '403': 'The organization is not the caller’s, or the permission is missing',
  '404': 'There is no such model, or the caller has no access to it',
  '429':
    'A limit of the key is reached; `Retry-After` and `x-ratelimit-*` tell more',
  '503': 'The portal cannot look into its database now',
};

const REFUSED_CALL: Record<`${number}`, string> = {
  ...REFUSED,
  '413': 'The body is larger than the portal takes',
  '415': 'The body is compressed in a way that is not known',
  '502': 'The engine broke the connection off',
  '503':
    'No replica is ready, with the reason; `Retry-After` tells when to try again, `x-should-retry: false` that waiting will not help',
  '504': 'The engine did not answer in time',
};

/** The OpenAI-compatible paths, of the organization and of one model. */
export const inferencePaths: ZodOpenApiPathsObject = {
  ...pathsBelow('/openai/v1', {
    suffix: 'OfOrganization',
    models: 'The models that the caller may ask',
  }),
  ...pathsBelow('/{id}/v1', {
    suffix: 'OfModel',
    models: 'The model itself',
    path: modelReference,
  }),
};

type Place = { suffix: string; models: string; path?: z.ZodObject };

function pathsBelow(base: string, place: Place): ZodOpenApiPathsObject {
  const { suffix, models } = place;
  const calls = Object.entries(CALLS).map(([call, summary]) => [
    `${base}/${call}`,
    {
      post: {
        ...operation(place, {
          operationId: `${toName(call)}${suffix}`,
          summary,
          answer: openObject,
          description: 'The answer of the engine, as it comes',
          refused: REFUSED_CALL,
        }),
        requestBody: {
          required: true,
          content: { 'application/json': { schema: openObject } },
        },
      },
    },
  ]);
  return {
    [`${base}/models`]: {
      get: operation(place, {
        operationId: `listModels${suffix}`,
        summary: models,
        answer: modelList,
        description: models,
        refused: REFUSED,
      }),
    },
    [`${base}/models/{model}`]: {
      get: operation(
        { ...place, path: place.path?.extend(named.shape) ?? named },
        {
          operationId: `getModel${suffix}`,
          summary: 'A model by its name',
          answer: modelCard,
          description: 'The model',
          refused: REFUSED,
        },
      ),
    },
    ...Object.fromEntries(calls),
  };
}

function operation(
  { path }: Place,
  about: {
    operationId: string;
    summary: string;
    answer: z.ZodType;
    description: string;
    refused: Record<`${number}`, string>;
  },
): ZodOpenApiOperationObject {
  const refused = Object.entries(about.refused).map(([status, description]) => [
    status,
    { description, content: { 'application/json': { schema: openAiError } } },
  ]);
  return {
    operationId: about.operationId,
    tags: ['Talking to models'],
    summary: about.summary,
    security: [{ backstage: [] }, { key: [] }],
    requestParams: { header: callHeaders, ...(path ? { path } : {}) },
    responses: {
      '200': {
        description: about.description,
        content: { 'application/json': { schema: about.answer } },
      },
      ...Object.fromEntries(refused),
    },
  };
}

function toName(call: string): string {
  return call.replace(/[/_](\w)/g, (_, letter) => letter.toUpperCase());
}
