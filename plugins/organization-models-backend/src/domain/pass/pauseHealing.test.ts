import type { PlannedApply } from './planObjects';
import {
  describeLeftAlone,
  isHealingPaused,
  withoutHealing,
} from './pauseHealing';

const planned = (kind: string, why: PlannedApply['why']): PlannedApply => ({
  manifest: {
    apiVersion: 'v1',
    kind,
    metadata: { name: 'a', namespace: 'models', labels: {} },
  },
  why,
});

const APPLIED = {
  kind: 'Service',
  name: 'a',
  uid: '1',
  resourceVersion: '1',
  manifestHash: 'x',
  fingerprint: 'y',
};

describe('isHealingPaused', () => {
  it.each([
    [undefined, false],
    ['2026-01-01T00:00:00.000Z', false],
    ['2026-01-01T00:00:00.001Z', true],
  ])('until %s', (healingPausedUntil, expected) => {
    const now = new Date('2026-01-01T00:00:00.000Z');
    expect(isHealingPaused({ healingPausedUntil }, now)).toBe(expected);
  });
});

describe('withoutHealing', () => {
  it.each<[PlannedApply, boolean]>([
    [planned('Deployment', 'drifted'), true],
    [planned('Service', 'missing'), true],
    [planned('Deployment', 'missing'), false],
    [planned('Deployment', 'changed'), false],
  ])('%#', (apply, isLeft) => {
    const { plan, leftAlone } = withoutHealing({ apply: [apply], prune: [] }, [
      APPLIED,
    ]);
    expect(plan.apply).toEqual(isLeft ? [] : [apply]);
    expect(leftAlone).toEqual(isLeft ? [apply] : []);
  });
});

describe('describeLeftAlone', () => {
  it('says what is different, and how', () => {
    expect(
      describeLeftAlone(
        [planned('Deployment', 'drifted'), planned('Service', 'missing')],
        true,
      ),
    ).toEqual([
      'Deployment a is changed',
      'Service a is deleted',
      'the replicas are changed',
    ]);
  });
});
