import { maskSecretText } from '@orgmodels/backstage-plugin-organization-models-common';

/* eslint-disable no-control-regex -- control characters are what is cleaned off */

/** CSI, OSC (also unended) and the short ones, in their 7-bit and 8-bit forms. */
const TERMINAL_CODES =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;

/** All but the tabulator; with it what turns the direction of reading. */
const CONTROLS =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const BEARER = /\b(Bearer\s+)[\w.~+/=-]{8,}/gi;
/** As options, variables and Python write it; `None` is no key. */
const KEYS =
  /((?:api[_-]?key|hf[_-]?token|auth[_-]?token|password)["']?\s*[=:\s]\s*[["'(]*)(?!None\b|null\b|\*)([^\s"',\])]{6,})/gi;

/** A line of a log as a person may see it, in any place and any client. */
export function cleanText(text: string): string {
  const shown = afterCarriageReturns(text.replace(TERMINAL_CODES, ''));
  return maskLogSecrets(shown.replace(CONTROLS, ''));
}

/** Masks what looks like a secret, also as engines print their own options. */
export function maskLogSecrets(text: string): string {
  return maskSecretText(text)
    .replace(BEARER, '$1********')
    .replace(KEYS, '$1********');
}

// A progress bar writes over itself: what stands there at last counts
function afterCarriageReturns(text: string): string {
  if (!text.includes('\r')) {
    return text;
  }
  return text.split('\r').findLast(part => part !== '') ?? '';
}
