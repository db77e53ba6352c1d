import { maskSecretText } from '@orgmodels/backstage-plugin-organization-models-common';

const LIMIT = 600;

/** Quotes what was seen: masked, without blanks at its ends, not too long. */
export function quote(...texts: (string | undefined)[]): string[] {
  return texts.flatMap(text => {
    const masked = maskSecretText(text ?? '').trim();
    if (!masked) {
      return [];
    }
    return [masked.length > LIMIT ? `…${masked.slice(-LIMIT)}` : masked];
  });
}
