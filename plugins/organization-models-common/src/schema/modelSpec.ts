import { z } from 'zod';
import { deploymentConfig } from './deploymentConfig';
import { flag, line, list, text } from './fields';
import { requirements } from './requirements';

/** @public */
export const MODEL_TYPES = [
  'chat',
  'completion',
  'embedding',
  'vision',
  'rerank',
] as const;

/** @public */
export const DESIRED_STATES = ['running', 'stopped'] as const;

// AIBrix makes a route `<name>-router`, and has one of that name itself
const RESERVED_NAMES = ['aibrix-reserved'];

const modelName = z
  .string()
  .max(40)
  .regex(
    /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
    'must begin with a-z and have only a-z, 0-9 and -, and no - at its end',
  )
  .refine(name => !RESERVED_NAMES.includes(name), {
    error: 'is reserved by AIBrix: choose another name',
  });

export const modelSpecFields = {
  name: modelName,
  display_name: line(120)
    .min(1)
    .regex(/[^\s\p{Z}\p{Cf}]|^$/u, 'must have a character that can be seen'),
  description: text(2000),
  model_type: z.enum(MODEL_TYPES),
  huggingface_id: z
    .string()
    .max(193)
    .regex(
      /^[A-Za-z0-9][\w.-]{0,95}(\/[A-Za-z0-9][\w.-]{0,95})?$/,
      'must be the id of a model on Hugging Face, such as Qwen/Qwen3-8B',
    )
    .refine(id => !/--|\.\.|\.git$/.test(id), {
      error:
        'must have no -- or .. in it and no .git at its end, as no hub has',
    }),
  repository_url: z
    .url({
      protocol: /^https$/,
      error:
        'must be an https URL, such as https://huggingface.co/Qwen/Qwen3-8B',
    })
    .max(512),
  version: z
    .string()
    .max(128)
    .regex(
      /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9_][\w.-]*)*$/,
      'must be a branch, tag or commit of the model repository',
    ),
  requirements,
  deployment_config: deploymentConfig,
  tags: list(
    z
      .string()
      .max(63)
      .regex(
        /^[\p{L}\p{N}]([\p{L}\p{M}\p{N} ._:/-]*[\p{L}\p{M}\p{N}])?$/u,
        'must have letters, digits, blanks and ._:/- only, and begin and end with a letter or a digit',
      ),
    20,
  ),
  is_public: flag,
  desired_state: z.enum(DESIRED_STATES),
};

/**
 * The spec of a model as asked: what the body of POST may say, after parsing.
 * What no single field can tell is in `rules/`.
 *
 * @public
 */
export const modelSpec = z
  .strictObject(modelSpecFields)
  .partial()
  .required({ name: true, model_type: true })
  .meta({ id: 'ModelSpec' });
