import type { RawObject } from '../../connection/RawObject';
import { preemptionLimit, toPriorityClass } from './toPriorityClass';

function buildRaw(name: string): RawObject {
  return {
    metadata: {
      name,
      uid: name,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
  };
}

function priorityClass(name: string, fields: Record<string, unknown>) {
  return toPriorityClass({ ...buildRaw(name), ...fields });
}

describe('preemptionLimit', () => {
  const classes = [
    priorityClass('batch', { value: -10, globalDefault: true }),
    priorityClass('inference', { value: 1000 }),
    priorityClass('patient', { value: 1000, preemptionPolicy: 'Never' }),
  ];

  it.each([
    ['inference', 1000],
    ['patient', -Infinity],
    ['missing', -Infinity],
    [undefined, -10],
  ])('of %s is %s', (name, limit) => {
    expect(preemptionLimit(classes, name)).toBe(limit);
  });

  it('is zero where no class is the default', () => {
    expect(preemptionLimit([], undefined)).toBe(0);
  });
});
