import { z } from 'zod';
import { parseQuantity } from '../quantity';

/**
 * An integer which people write as `1` or `"1"`.
 *
 * @param minimum - smallest value accepted
 * @param maximum - largest value accepted
 */
export function integer(minimum: number, maximum: number) {
  return z
    .union([z.number(), z.string().regex(/^-?\d+$/)], {
      error: 'must be a whole number',
    })
    .transform(Number)
    .pipe(z.int('must be a whole number').min(minimum).max(maximum));
}

/** A boolean; the strings `"true"` and `"false"` are not taken for one. */
export const flag = z.boolean('must be true or false');

/** A positive Kubernetes quantity, for instance `24Gi`, `2000m` or `2`. */
export const quantity = z
  .union([z.number().nonnegative(), z.string().max(32)], {
    error: 'must be a Kubernetes quantity such as 16Gi, 500m or 2',
  })
  .transform(String)
  .refine(value => (parseQuantity(value) ?? -1) > 0, {
    error: 'must be a Kubernetes quantity above zero, such as 16Gi, 500m or 2',
  })
  .meta({ description: 'A Kubernetes quantity', examples: ['16Gi', '500m'] });

/** A Go duration as AIBrix reads it, for instance `3m` or `1m30s`. */
export const goDuration = z
  .string()
  .max(32)
  .regex(/^(\d+(\.\d+)?(h|m|s|ms))+$/, 'must be a duration such as 3m or 90s');

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** The name of a Kubernetes object. */
export const objectName = z
  .string()
  .max(63)
  .regex(DNS_LABEL, 'must be a Kubernetes object name: a-z, 0-9 and -');

/**
 * Names of objects whose names may be DNS subdomains (Secrets, StorageClasses).
 */
export const subdomainName = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
    'must be a Kubernetes object name: a-z, 0-9, - and .',
  );

/** Text of people: no control characters but line breaks and tabs. */
export function text(maximum: number) {
  return z
    .string()
    .max(maximum)
    .refine(value => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value), {
      error: 'must not contain control characters',
    });
}

/** A list with a bound, so that no body can grow without end. */
export function list<T extends z.ZodType>(item: T, maximum: number) {
  return z.array(item).max(maximum);
}
