/**
 * Whether the running test has failed, asked in an `afterEach`.
 *
 * @remarks
 * Jest tells nobody but its reporters. jest-circus keeps it in a global under a symbol of its own; where that is not
 * found, the answer is no.
 */
export function hasTestFailed(): boolean {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(
    ({ description }) => description === 'JEST_STATE_SYMBOL',
  );
  const state = symbol && Reflect.get(globalThis, symbol);
  return (state?.currentlyRunningTest?.errors.length ?? 0) > 0;
}
