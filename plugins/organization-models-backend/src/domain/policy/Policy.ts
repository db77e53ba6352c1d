import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import { z } from 'zod';
import { hostOf } from '../engines/imageReference';

const pattern = z
  .string()
  .regex(
    /^[^*\s]*\*?$/,
    'must be exact, or the beginning of what is meant and a * at its end',
  );

const imagePrefix = z
  .string()
  .transform(prefix => prefix.replace(/\/$/, ''))
  .refine(prefix => prefix === '*' || isImagePrefix(prefix), {
    error:
      'must be a registry, with or without a path and without a tag, such as docker.io/vllm',
  });

const option = z
  .string()
  .regex(
    /^--?[A-Za-z][\w-]*$/,
    'must be an option of the engine, such as --trust-remote-code',
  );

const quantity = z
  .union([z.string(), z.number()], { error: 'must be a Kubernetes quantity' })
  .transform(String)
  .refine(value => (parseQuantity(value) ?? 0) > 0, {
    error: 'must be a Kubernetes quantity above zero, such as 32 or 256Gi',
  });

const count = z
  .int('must be a whole number')
  .min(0, 'must be a whole number from 0');

/**
 * What a platform team lets organizations ask for; a rule that is absent
 * refuses nothing.
 */
export const policy = z
  .strictObject({
    images: group({
      allowed: z.array(imagePrefix),
      requireDigest: z.boolean(),
    }),
    environment: group({
      allowed: z.array(pattern),
      forbidden: z.array(pattern),
      /** Variables of the cluster's config that a model may set anew. */
      overridable: z.array(pattern),
    }),
    commands: group({ allowed: z.boolean(), shell: z.boolean() }),
    arguments: group({ forbidden: z.array(option) }),
    limits: group({
      gpusPerReplica: count,
      replicas: count,
      gpus: count,
      cpu: quantity,
      memory: quantity,
      storageSize: quantity,
    }),
    huggingFace: group({ allowed: z.array(pattern) }),
    storageClasses: group({ allowed: z.array(pattern) }),
    sharedClaims: group({ allowed: z.array(pattern) }),
    clusters: group({ allowed: z.array(z.string()) }),
    queues: group({ allowed: z.array(pattern), required: z.boolean() }),
    tags: group({ required: z.array(pattern) }),
    nodeSelector: group({ allowed: z.array(pattern) }),
    tolerations: group({ allowed: z.array(pattern) }),
    defaults: z
      .strictObject({ image: z.string(), cluster: z.string() })
      .partial(),
  })
  .partial();

export type Policy = z.output<typeof policy>;

/** The rules of a policy; `defaults` fill in and refuse nothing. */
export type RuleName = Exclude<keyof Policy, 'defaults'>;

/** The reason is what the platform team says to who is refused. */
function group<T extends z.ZodRawShape>(settings: T) {
  return z
    .strictObject({ ...settings, reason: z.string().min(1).max(500) })
    .partial();
}

function isImagePrefix(prefix: string): boolean {
  return (
    hostOf(`${prefix}/x`) !== undefined &&
    /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/.test(prefix)
  );
}
