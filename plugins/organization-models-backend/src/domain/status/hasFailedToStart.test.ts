import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import type { StoredModel } from '../facts/StoredModel';
import { hasFailedToStart } from './hasFailedToStart';

const FAILED: Partial<StoredModel> = {
  generation: 3,
  observedGeneration: 3,
  status: 'failed',
  reached: { served: 2, complete: 2 },
};

describe('hasFailedToStart', () => {
  it.each<[string, Partial<StoredModel>, boolean]>([
    ['what failed, after one that ran', {}, true],
    [
      'what crashes beside replicas of before',
      {
        status: 'degraded',
        statusReason: { code: 'CrashLoop', message: 'It crashes.' },
      },
      true,
    ],
    ['what had served', { reached: { served: 3, complete: 3 } }, false],
    ['what has nothing before it', { reached: undefined }, false],
    ['what is not applied yet', { observedGeneration: 2 }, false],
    ['what waits', { status: 'pending' }, false],
    [
      'what lost a replica',
      {
        status: 'degraded',
        statusReason: { code: 'TooFewReplicas', message: '1 of 2' },
      },
      false,
    ],
  ])('%s', (_, given, expected) => {
    expect(
      hasFailedToStart(buildStoredModel({ id: 'a', ...FAILED, ...given })),
    ).toBe(expected);
  });
});
