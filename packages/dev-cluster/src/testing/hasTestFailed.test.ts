import { hasTestFailed } from './hasTestFailed';

/** The errors that Jest has noted of the running test. */
function notedErrors(): unknown[] {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(
    ({ description }) => description === 'JEST_STATE_SYMBOL',
  );
  return Reflect.get(globalThis, symbol!).currentlyRunningTest.errors;
}

describe('hasTestFailed', () => {
  it('is false while nothing has failed', () => {
    expect(hasTestFailed()).toBe(false);
  });

  it('is true once Jest has noted an error', () => {
    notedErrors().push(new Error('failed'));
    const failed = hasTestFailed();
    notedErrors().pop();
    expect(failed).toBe(true);
  });
});
