/**
 * Plays rounds one after the other.
 *
 * @param play - gets the number of the round; the result of round 0, which warms
 * everything up, does not count
 */
export async function playRounds<T>(
  count: number,
  play: (round: number) => Promise<T>,
): Promise<T[]> {
  await play(0);
  const results: T[] = [];
  for (let round = 1; round <= count; round++) {
    results.push(await play(round));
  }
  return results;
}
