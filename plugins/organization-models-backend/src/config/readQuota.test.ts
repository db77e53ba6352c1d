import { ConfigReader } from '@backstage/config';
import { readConfig } from './readConfig';

const read = (quota: object) =>
  readConfig(new ConfigReader({ organizationModels: { quota } })).quota;

describe('readQuota', () => {
  it('limits nothing unless it is told to', () => {
    expect(readConfig(new ConfigReader({})).quota).toEqual({
      default: undefined,
      organizations: new Map(),
    });
  });

  it('reads quotas by the refs or bare names of organizations', () => {
    expect(
      read({
        default: { gpus: 16, cpu: 64 },
        organizations: {
          'group:default/acme': { gpus_by_type: { H100: 8 }, memory: '1Ti' },
          'globex.com': {},
        },
      }),
    ).toEqual({
      default: { gpus: 16, cpu: '64' },
      organizations: new Map([
        ['group:default/acme', { gpus_by_type: { H100: 8 }, memory: '1Ti' }],
        ['group:default/globex.com', {}],
      ]),
    });
  });

  it('names what is wrong with a quota', () => {
    expect(() => read({ default: { gpu: 1, memory: '16' } })).toThrow(
      'organizationModels.quota.default: memory must be an amount of memory with its unit, such as 16Gi or 512Mi; gpu is not known: did you mean gpus?',
    );
    expect(() => read({ organizations: { acme: { models: -1 } } })).toThrow(
      'organizationModels.quota.organizations.acme: models must be a whole number from 0 to 1000000',
    );
  });
});
