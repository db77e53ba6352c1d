import { createHash } from 'node:crypto';

/**
 * What is stored of a key's secret.
 *
 * @remarks A secret is 256 random bits, so that no list of guesses gets any
 * further than trying them all: the slow, salted hashes that passwords need
 * would protect nothing more, and cost each request their time. Equal secrets,
 * which a salt would hide, do not occur. Keys are found by the hash, whose
 * comparison in the database tells nothing of the secret by its time.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
