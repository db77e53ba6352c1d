import type { ClaimFacts } from '../facts/ClaimFacts';
import { judgeClaim } from './judgeClaim';

const claim: ClaimFacts = {
  name: 'weights',
  accessModes: ['ReadWriteMany'],
  phase: 'Bound',
  deleting: false,
};
const use = { claimName: 'weights', namespace: 'models', least: 2, most: 2 };

describe('judgeClaim', () => {
  it.each<[string, Partial<ClaimFacts>, Partial<typeof use>]>([
    ['a claim that many can write', {}, {}],
    [
      'many among other modes',
      { accessModes: ['ReadWriteOnce', 'ReadWriteMany'] },
      {},
    ],
    [
      'one node for one replica',
      { accessModes: ['ReadWriteOnce'] },
      { least: 1, most: 1 },
    ],
    [
      'one pod for one replica',
      { accessModes: ['ReadWriteOncePod'] },
      { least: 1, most: 1 },
    ],
    ['one that waits for its first pod', { phase: 'Pending' }, {}],
  ])('is content with %s', (_, facts, wanted) => {
    expect(judgeClaim({ ...claim, ...facts }, { ...use, ...wanted })).toEqual({
      problem: undefined,
      warnings: [],
    });
  });

  it('refuses several replicas of which one can be', () => {
    const { problem, warnings } = judgeClaim(
      { ...claim, accessModes: ['ReadWriteOncePod'] },
      use,
    );
    expect(problem).toMatch(
      /ReadWriteOncePod: one pod at a time .* 2 replicas/,
    );
    expect(warnings).toEqual([]);
  });

  it.each<[string, Partial<ClaimFacts> | undefined, object, string, RegExp]>([
    [
      'none',
      undefined,
      {},
      'ClaimMissing',
      /no claim in the namespace models yet/,
    ],
    [
      'one node',
      { accessModes: ['ReadWriteOnce'] },
      {},
      'ClaimForOneNode',
      /ReadWriteOnce: one node at a time/,
    ],
    [
      'one pod, later',
      { accessModes: ['ReadWriteOncePod'] },
      { least: 1, most: 4 },
      'ClaimForOnePod',
      /up to 4 replicas/,
    ],
    [
      'reading alone',
      { accessModes: ['ReadOnlyMany'] },
      {},
      'ClaimReadOnly',
      /cannot download/,
    ],
    ['a lost volume', { phase: 'Lost' }, {}, 'ClaimLost', /volume is gone/],
    ['an end', { deleting: true }, {}, 'ClaimDeleting', /being deleted/],
  ])('warns of %s', (_, facts, wanted, code, message) => {
    expect(
      judgeClaim(facts && { ...claim, ...facts }, { ...use, ...wanted }),
    ).toEqual({
      problem: undefined,
      warnings: [
        {
          code,
          field: 'deployment_config.shared_pvc',
          message: expect.stringMatching(message),
        },
      ],
    });
  });

  it.each<[string, string | undefined, object, string[]]>([
    ['ReadWriteOncePod', undefined, {}, ['ClaimTaken']],
    ['ReadWriteOncePod', undefined, { modelId: 'other' }, ['ClaimTaken']],
    ['ReadWriteOncePod', undefined, { modelId: 'm1' }, []],
    ['ReadWriteOnce', 'n1', {}, ['ClaimTaken']],
    ['ReadWriteOnce', undefined, {}, []],
  ])('%s that a pod on %s mounts, %j: %j', (mode, node, pod, codes) => {
    const { problem, warnings } = judgeClaim(
      {
        ...claim,
        accessModes: [mode],
        mountedBy: [{ pod: 'notebook-0', node, ...pod }],
      },
      { ...use, least: 1, most: 1, modelId: 'm1' },
    );
    expect(problem).toBeUndefined();
    expect(warnings.map(({ code }) => code)).toEqual(codes);
  });
});
