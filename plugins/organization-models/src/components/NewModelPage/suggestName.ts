const LONGEST = 40;

/**
 * Suggests a name that the API accepts: the last part of a Hugging Face id,
 * in lower case, with `-` for everything that a name may not have.
 */
export function suggestName(huggingFaceId: string): string {
  const [last = ''] = huggingFaceId.split('/').slice(-1);
  return last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
}
