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
  most?: number,
): string | undefined {
  return nearestNames(name, known, most).at(0);
}

/**
 * The known names that are equally near, and nearer than all others: several
 * where it cannot be told which was meant.
 *
 * @param most - letters that may differ; a third of the name by default
 * @public
 */
export function nearestNames(
  name: string,
  known: string[],
  most: number = Math.max(1, Math.floor(name.length / 3)),
): string[] {
  const ranked = known.map(other => ({
    other,
    edits: distance(name.toLowerCase(), other.toLowerCase()),
  }));
  const fewest = Math.min(most, ...ranked.map(({ edits }) => edits));
  return ranked
    .filter(({ edits }) => edits === fewest)
    .map(({ other }) => other);
}
