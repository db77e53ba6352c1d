import { randomBytes } from 'node:crypto';

const ALPHABET =
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 20;
/** Bytes from here on would make the first characters more likely. */
const UNBIASED = 256 - (256 % ALPHABET.length);

/** A new id: `mdl_` and 20 random characters, about 119 bits. */
export function newModelId(): string {
  let id = '';
  while (id.length < LENGTH) {
    for (const byte of randomBytes(LENGTH * 2)) {
      if (byte < UNBIASED && id.length < LENGTH) {
        id += ALPHABET[byte % ALPHABET.length];
      }
    }
  }
  return `mdl_${id}`;
}
