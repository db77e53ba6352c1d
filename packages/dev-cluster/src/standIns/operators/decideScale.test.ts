import { decideScale } from './decideScale';

const question = {
  strategy: 'APA',
  current: 2,
  min: 1,
  max: 8,
  perPod: 1,
  target: 1,
};

describe('decideScale', () => {
  it.each([
    ['keeps a stopped target at 0', { current: 0 }, 0],
    ['comes down to the maximum', { current: 9 }, 8],
    ['comes up to the minimum', { current: 1, min: 2 }, 2],
    ['keeps still within the tolerance', { perPod: 1.05 }, 2],
    ['goes up by the ratio', { perPod: 1.5 }, 3],
    ['goes up to twice at most', { perPod: 50 }, 4],
    ['goes down to half at least', { current: 4, perPod: 0 }, 2],
    ['takes a metric that cannot be read for 0', { perPod: 0 }, 1],
    [
      'divides one pod’s mean by the target with KPA',
      { strategy: 'KPA', current: 4, perPod: 50, target: 40 },
      2,
    ],
  ])('%s', (_name, change, desired) => {
    expect(decideScale({ ...question, ...change }).desired).toBe(desired);
  });
});
