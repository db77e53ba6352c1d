/**
 * Waits for what goes on side by side.
 *
 * @remarks All take their time; of several refusals it is always the first in
 * order that is told.
 */
export async function inOrder<T extends Promise<unknown>[]>(...answers: T) {
  answers.forEach(answer => answer.catch(() => undefined));
  const found: unknown[] = [];
  for (const answer of answers) {
    found.push(await answer);
  }
  return found as { [K in keyof T]: Awaited<T[K]> };
}
