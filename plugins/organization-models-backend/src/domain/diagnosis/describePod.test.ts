import {
  anUnscheduledPod,
  aPod,
  aReadyPod,
  NOW,
} from '../__testUtils__/observedFacts';
import { describePod } from './describePod';

describe('describePod', () => {
  it.each([
    ['nothing of a ready pod', aReadyPod(), undefined],
    ['a pod on its way out', { ...aReadyPod(), deleting: true }, 'Terminating'],
    ['a pod that loads', aPod(), 'Loading'],
    [
      'a new pod',
      aPod({ phase: 'Pending', node: undefined, containers: [] }),
      'Scheduling',
    ],
    [
      'a pod without a node',
      anUnscheduledPod('0/1 nodes are available: 1 Insufficient cpu.'),
      'InsufficientCpu',
    ],
  ])('says %s', (_, pod, code) => {
    expect(describePod(pod, { events: [], now: NOW })?.code).toBe(code);
  });

  it('gives code, message and hint alone', () => {
    const pod = anUnscheduledPod(
      '0/1 nodes are available: 1 Insufficient cpu.',
    );
    expect(describePod(pod, { events: [], now: NOW })).toEqual({
      code: 'InsufficientCpu',
      message: 'No suitable node has enough free CPU.',
      hint: 'Lower requirements.cpu, stop another model, or ask for more nodes.',
    });
  });
});
