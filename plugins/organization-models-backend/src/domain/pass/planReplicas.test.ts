import type { ResolvedModel } from '../facts/ResolvedModel';
import { planReplicas } from './planReplicas';

type Options = Parameters<typeof planReplicas>[0];

const FIXED: ResolvedModel['scaling'] = { mode: 'fixed', replicas: 3 };
const AUTOSCALED: ResolvedModel['scaling'] = {
  mode: 'autoscaled',
  minReplicas: 2,
  maxReplicas: 5,
  targetMetric: 'num_requests_running',
  targetValue: '40',
  scaleDownDelay: '3m',
};

describe('planReplicas', () => {
  it.each<[string, Partial<Options>, number | undefined]>([
    ['the fixed number at first', { present: undefined }, 3],
    ['nothing where it is there', { present: 3 }, undefined],
    ['it again where another scaled', { present: 1 }, 3],
    [
      'nothing of an autoscaler',
      { scaling: AUTOSCALED, present: 4 },
      undefined,
    ],
    [
      'nothing of one that went past its range: that is its own',
      { scaling: AUTOSCALED, present: 9 },
      undefined,
    ],
    ['the minimum at first', { scaling: AUTOSCALED, present: undefined }, 2],
    ['the minimum after a 0', { scaling: AUTOSCALED, present: 0 }, 2],
    [
      'what an autoscaler had made of it',
      { scaling: AUTOSCALED, present: 0, last: 4 },
      4,
    ],
    [
      'never more than there may be',
      { scaling: AUTOSCALED, present: 0, last: 9 },
      5,
    ],
    ['0 to stop', { desiredState: 'stopped', present: 3 }, 0],
    [
      'nothing once stopped',
      { desiredState: 'stopped', present: 0 },
      undefined,
    ],
    ['0 of a stopped one that is made', { desiredState: 'stopped' }, 0],
    [
      '0 of what an autoscaler owns',
      { desiredState: 'stopped', scaling: AUTOSCALED, present: 4 },
      0,
    ],
  ])('sets %s', (_, given, expected) => {
    expect(
      planReplicas({
        desiredState: 'running',
        scaling: FIXED,
        present: undefined,
        last: undefined,
        ...given,
      }),
    ).toBe(expected);
  });
});
