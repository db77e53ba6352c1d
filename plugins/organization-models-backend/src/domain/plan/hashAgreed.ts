import { createHash } from 'node:crypto';

/** The `plan_hash` of what a person agrees to, as JSON. */
export function hashAgreed(agreed: string): string {
  return createHash('sha256').update(agreed).digest('hex').slice(0, 32);
}
