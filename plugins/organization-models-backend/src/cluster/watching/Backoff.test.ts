import { Backoff } from './Backoff';
import {
  ClusterRequestError,
  ClusterUnreachableError,
} from '../connection/errors';

const SILENT = new ClusterUnreachableError('test', 'refused');
const refusal = (retryAfterSeconds?: number) =>
  ClusterRequestError.fromStatus('test', {
    code: 429,
    details: { retryAfterSeconds },
  });

describe('Backoff', () => {
  /** The last of the pauses, as long as it may be. */
  const pauseAfter = (...errors: (Error | undefined)[]) => {
    jest.spyOn(Math, 'random').mockReturnValue(1);
    const backoff = new Backoff();
    return errors.map(error => backoff.next(error).pauseMs).at(-1);
  };
  afterEach(() => void jest.restoreAllMocks());

  it.each([
    ['one that did not answer once', [SILENT], 250],
    ['one that does not answer', Array(9).fill(SILENT), 3_000],
    ['one that refuses', Array(9).fill(refusal()), 10_000],
    ['one that asks for a pause', [refusal(20)], 20_000],
    ['one that is just back', [...Array(9).fill(SILENT), refusal()], 250],
    [
      'one that is back and refuses on',
      [...Array(9).fill(SILENT), refusal(), refusal(), refusal()],
      1_000,
    ],
  ])('leaves alone for some time: %s', (_, errors, pauseMs) => {
    expect(pauseAfter(...errors)).toBe(pauseMs);
  });

  it('begins anew after what worked', () => {
    const backoff = new Backoff();
    for (let tries = 0; tries < 9; tries++) {
      backoff.next(refusal());
    }
    backoff.reset();
    expect(backoff.next(undefined).pauseMs).toBeLessThanOrEqual(250);
  });
});
