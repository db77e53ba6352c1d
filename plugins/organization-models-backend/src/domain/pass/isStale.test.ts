import type { AppliedObject, Observation } from '../facts/Observation';
import { isStale } from './isStale';

const NOW = new Date('2026-01-01T00:01:00Z');

function applied(resourceVersion: string, at = '2026-01-01T00:00:30Z') {
  return [
    { kind: 'Deployment', name: 'qwen', resourceVersion, at },
  ] as AppliedObject[];
}

function seen(resourceVersion: string, kind = 'Deployment') {
  return {
    objects: [{ kind, name: 'qwen', resourceVersion }],
  } as unknown as Observation;
}

describe('isStale', () => {
  it.each<[string, Observation | undefined, AppliedObject[], boolean]>([
    ['older than the answer', seen('99'), applied('100'), true],
    ['the answer itself', seen('100'), applied('100'), false],
    [
      'newer, since its controller wrote to it',
      seen('101'),
      applied('100'),
      false,
    ],
    [
      'longer than a number of JavaScript holds',
      seen('9007199254740993'),
      applied('9007199254740994'),
      true,
    ],
    ['nothing', undefined, applied('100'), false],
    ['not there any more', seen('1', 'Service'), applied('100'), false],
    ['not applied yet', seen('100'), [], false],
    [
      'of a server whose versions are no numbers',
      seen('a'),
      applied('b'),
      false,
    ],
    [
      'older for more than a minute, as in a cluster that was restored',
      seen('99'),
      applied('100', '2025-12-31T23:59:30Z'),
      false,
    ],
    [
      'applied by a version that did not note when',
      seen('99'),
      applied('100').map(object => ({ ...object, at: undefined })),
      false,
    ],
  ])('judges what is %s', (_, observation, objects, expected) => {
    expect(isStale(observation, objects, NOW)).toBe(expected);
  });
});
