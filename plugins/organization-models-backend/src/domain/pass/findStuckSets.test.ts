import { aDeployment } from '../__testUtils__/observedFacts';
import { findStuckSets } from './findStuckSets';

describe('findStuckSets', () => {
  const staleSets = ['qwen-a', 'qwen-b'];
  const stopped = { wantedReplicas: 0, updatedReplicas: 0 };

  it.each([
    ['a new spec that is not rolled out', { updatedReplicas: 0 }, staleSets],
    ['pods that are too many', { replicas: 2 }, staleSets],
    ['one that is not stopped', { ...stopped, replicas: 1 }, staleSets],
    ['all as it was asked for', {}, []],
    [
      'a change that its controller did not see yet',
      { updatedReplicas: 0, generation: 2 },
      [],
    ],
    ['a deletion', { updatedReplicas: 0, deleting: true }, []],
  ])('finds them in %s', (_, facts, expected) => {
    const deployment = aDeployment({ staleSets, ...facts });
    expect(findStuckSets(deployment)).toEqual(expected);
  });

  it('finds none where the controller keeps count', () => {
    expect(findStuckSets(aDeployment({ updatedReplicas: 0 }))).toEqual([]);
  });
});
