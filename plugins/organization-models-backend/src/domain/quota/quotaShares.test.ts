import { ANYWHERE, type ModelUse } from './ModelUse';
import { quotaShares } from './quotaShares';

const USE: ModelUse = {
  models: 2,
  gpus: 6,
  placement: ANYWHERE,
  cpuMillis: 12_000,
  memoryBytes: 8 * 2 ** 30,
};

describe('quotaShares', () => {
  it('takes the limits that hold, and tells nothing of what has none', () => {
    const shares = quotaShares({
      config: {
        default: { gpus: 8, cpu: '24', memory: '8Gi' },
        organizations: new Map([['group:default/beta', { models: 4 }]]),
      },
      overrides: new Map([['group:default/gamma', { gpus: 3, models: 0 }]]),
      uses: new Map([
        ['group:default/acme', [USE]],
        ['group:default/beta', [USE, { ...USE, models: 1 }]],
        ['group:default/gamma', [USE]],
      ]),
    });
    const of = (organization: string, resource: string, share: number) => ({
      organization: `group:default/${organization}`,
      ...{ resource, share },
    });
    expect(shares).toEqual([
      of('acme', 'gpus', 0.75),
      of('acme', 'cpu', 0.5),
      of('acme', 'memory', 1),
      of('beta', 'models', 0.75),
      of('gamma', 'gpus', 2),
    ]);
  });
});
