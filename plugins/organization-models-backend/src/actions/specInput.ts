import { modelSpec } from '@orgmodels/backstage-plugin-organization-models-common';
import { z as zod4 } from 'zod';
import type { z as zod3 } from 'zod/v3';
import type { Zod } from './ModelAction';

type Schema = zod4.core.$ZodType;

/**
 * The fields of a spec for the registry, which speaks an older zod: their
 * shape, so that an agent knows them; the API alone judges values.
 *
 * @remarks Fields that are written and never read are left out: a token is
 * nothing for an agent to see. People store it, and models name it.
 */
export function specInput(z: Zod): zod3.ZodTypeAny {
  return toField(modelSpec, z);
}

function toField(schema: Schema, z: Zod): zod3.ZodTypeAny {
  const field = toBareField(layersOf(schema).at(-1)!, z);
  const description = readMeta(schema, 'description');
  return description ? field.describe(String(description)) : field;
}

function toBareField(schema: Schema, z: Zod): zod3.ZodTypeAny {
  if (schema instanceof zod4.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, Schema>)
      .filter(([, child]) => !readMeta(child, 'writeOnly'))
      .map(([name, child]) => [name, toField(child, z).nullish()]);
    return z.object(Object.fromEntries(fields)).strict();
  }
  if (schema instanceof zod4.ZodArray) {
    return z.array(toField(schema.element, z));
  }
  if (schema instanceof zod4.ZodRecord) {
    return z.record(toField(schema.valueType, z).nullable());
  }
  if (schema instanceof zod4.ZodUnion) {
    const [first, second] = schema.options.map(option => toField(option, z));
    return z.union([first, second]);
  }
  return toLeaf(schema, z);
}

function toLeaf(schema: Schema, z: Zod): zod3.ZodTypeAny {
  if (schema instanceof zod4.ZodEnum) {
    return z.enum(schema.options.map(String) as [string, ...string[]]);
  }
  if (schema instanceof zod4.ZodBoolean) {
    return z.boolean();
  }
  return schema instanceof zod4.ZodNumber ? z.number() : z.string();
}

function readMeta(schema: Schema, key: 'description' | 'writeOnly'): unknown {
  return layersOf(schema)
    .map(layer => zod4.globalRegistry.get(layer)?.[key])
    .find(value => value !== undefined);
}

/** A schema, and what is in it: what it makes of its input does not count. */
function layersOf(schema: Schema): Schema[] {
  if (schema instanceof zod4.ZodPipe) {
    return [schema, ...layersOf(schema.in)];
  }
  return schema instanceof zod4.ZodOptional ||
    schema instanceof zod4.ZodNonOptional ||
    schema instanceof zod4.ZodNullable
    ? [schema, ...layersOf(schema.unwrap() as Schema)]
    : [schema];
}
