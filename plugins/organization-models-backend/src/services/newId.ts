import { randomBytes } from 'node:crypto';

const ALPHABET =
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Bytes from here on would make the first characters more likely. */
const UNBIASED = 256 - (256 % ALPHABET.length);

/** A new id of a model: 20 random characters, about 119 bits. */
export function newModelId(): string {
  return `mdl_${randomText(20)}`;
}

/** A new id of a key. */
export function newKeyId(): string {
  return `key_${randomText(20)}`;
}

/** A new secret of a key: 43 random characters are 256 bits. */
export function newKeySecret(): string {
  return `om_${randomText(43)}`;
}

function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < UNBIASED && text.length < length) {
        text += ALPHABET[byte % ALPHABET.length];
      }
    }
  }
  return text;
}
