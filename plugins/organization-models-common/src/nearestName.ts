import { distance } from 'fastest-levenshtein';

/**
 * The known name that was probably meant; none where none is near.
 *
 * @param most - letters that may differ; a third of the name by default
 * @public
 */
export function nearestName(
  name: string,
  known: string[],
  most: number = Math.max(1, Math.floor(name.length / 3)),
): string | undefined {
  const ranked = known
    .map(other => ({
      other,
      edits: distance(name.toLowerCase(), other.toLowerCase()),
    }))
    .sort((a, b) => a.edits - b.edits);
  return ranked.length > 0 && ranked[0].edits <= most
    ? ranked[0].other
    : undefined;
}
