import { z } from 'zod';
import type {} from 'zod-openapi';
import { parseQuantity } from '../quantity';

/**
 * An integer which people write as `1` or `"1"`.
 *
 * @param minimum - smallest value accepted
 * @param maximum - largest value accepted
 */
export function integer(minimum: number, maximum: number) {
  const message = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .union(
      [
        z.number(),
        z
          .string()
          .max(20, message)
          .regex(/^-?\d+$/, message),
      ],
      {
        error: message,
      },
    )
    .transform(Number)
    .pipe(z.int(message).min(minimum, message).max(maximum, message))
    .meta({
      override: {
        anyOf: [
          { type: 'integer', minimum, maximum },
          { type: 'string', maxLength: 20, pattern: '^-?\\d+$' },
        ],
      },
    });
}

/** A boolean; the strings `"true"` and `"false"` are not taken for one. */
export const flag = z.boolean('must be true or false, without quotes');

const WRITTEN_QUANTITY = {
  anyOf: [
    { type: 'number' as const, exclusiveMinimum: 0 },
    { type: 'string' as const, maxLength: 32 },
  ],
};

/** A positive Kubernetes quantity, for instance `2000m` or `2`. */
export const quantity = quantityAbove(0, {
  message: 'must be a Kubernetes quantity above zero, such as 2, 500m or 16Gi',
});

/** More is memory, or a unit too many. */
const MOST_CORES = 10_000;

/** Cores of a processor, for instance `2` or `500m`. */
export const cores = quantity.refine(
  value => (parseQuantity(value) ?? 0) <= MOST_CORES,
  { error: 'must be a number of cores, such as 2 or 500m' },
);

/**
 * An amount of memory. Less than a mebibyte is a unit that was forgotten: to
 * Kubernetes, `16` is 16 bytes.
 */
export const memory = quantityAbove(2 ** 20, {
  message: 'must be an amount of memory with its unit, such as 16Gi or 512Mi',
});

function quantityAbove(minimum: number, { message }: { message: string }) {
  return z
    .union([z.number(), z.string().max(32)], { error: message })
    .transform(String)
    .refine(
      value => {
        const amount = parseQuantity(value) ?? 0;
        return amount > 0 && amount >= minimum && Number.isFinite(amount);
      },
      { error: message },
    )
    .meta({
      description: 'A Kubernetes quantity',
      examples: minimum > 0 ? ['16Gi'] : ['2', '500m'],
      override: WRITTEN_QUANTITY,
    });
}

/** A Go duration as AIBrix reads it, for instance `3m` or `1m30s`. */
export const goDuration = z
  .string()
  .max(32)
  .regex(/^(\d+(\.\d+)?(h|ms|m|s))+$/, 'must be a duration such as 3m or 90s');

/** The name of a Kubernetes object. */
export const objectName = z
  .string()
  .max(63)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'must be a Kubernetes object name: a-z, 0-9 and -, not at its ends',
  );

/**
 * Names of objects whose names may be DNS subdomains (Secrets, StorageClasses).
 */
export const subdomainName = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    'must be a Kubernetes object name: a-z, 0-9, - and ., not at its ends',
  );

/**
 * What no text may hold: control characters, what turns the direction of what
 * is read, ends of lines that are not seen as such, halves of characters.
 */
const UNPRINTABLE =
  '\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff';

const NO_CONTROL = 'must not contain control characters';

/** Text of people, which may have line breaks and tabs. */
export function text(maximum: number) {
  const allowed = `^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f${UNPRINTABLE}]*$`;
  return z.string().max(maximum).regex(new RegExp(allowed, 'u'), NO_CONTROL);
}

/** Text of people on one line. */
export function line(maximum: number) {
  const allowed = `^[^\\u0000-\\u001f${UNPRINTABLE}]*$`;
  return z.string().max(maximum).regex(new RegExp(allowed, 'u'), NO_CONTROL);
}

/** A list with a bound, so that no body can grow without end. */
export function list<T extends z.ZodType>(item: T, maximum: number) {
  return z.array(item).max(maximum);
}
