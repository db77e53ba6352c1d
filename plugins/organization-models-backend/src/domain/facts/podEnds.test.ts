import { aContainer, aPod, aReadyPod } from '../__testUtils__/observedFacts';
import type { PodFacts } from './ObservedModel';
import { describeEnds, findIdleEnds } from './podEnds';

const ENDING = { deleting: true, graceSeconds: 90 };
const loading = aPod({ name: 'loading', ...ENDING });
const crashing = aPod({
  name: 'crashing',
  ...ENDING,
  containers: [aContainer({ restarts: 3, waiting: { reason: 'CrashLoop' } })],
});
const serving = aReadyPod({ name: 'serving', ...ENDING });
// while it drains, it says that it is not ready
const draining = { ...serving, name: 'draining', ready: false };

describe('findIdleEnds', () => {
  it.each<[string, PodFacts, boolean]>([
    ['an engine that loads', loading, true],
    ['an engine that crashes', crashing, true],
    ['a pod that serves', serving, false],
    ['a pod that drains', draining, false],
    ['a pod that stays', aPod(), false],
    ['a pod that was hastened', { ...loading, graceSeconds: 5 }, false],
    [
      'a pod of which nothing was said yet',
      { ...loading, containers: [] },
      false,
    ],
    [
      'a loading engine beside what runs',
      {
        ...loading,
        containers: [aContainer(), aContainer({ name: 'a', started: true })],
      },
      false,
    ],
  ])('%s', (_, pod, expected) => {
    expect(findIdleEnds([pod])).toEqual(expected ? [pod] : []);
  });
});

describe('describeEnds', () => {
  it.each<[PodFacts[], string]>([
    [[loading], 'A pod that was not serving is ending.'],
    [[loading, crashing], '2 pods that were not serving are ending.'],
    [[loading, draining], 'A pod ends its last requests, for at most 90 s.'],
    [
      [serving, { ...draining, graceSeconds: 600 }],
      '2 pods end their last requests, for at most 600 s.',
    ],
  ])('%#', (pods, sentence) => {
    expect(describeEnds(pods)).toBe(sentence);
  });
});
