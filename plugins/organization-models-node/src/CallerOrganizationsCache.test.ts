import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { CallerOrganizationsCache } from './CallerOrganizationsCache';

function setup() {
  const clock = { now: 1_000_000 };
  const getOrganizations = jest.fn();
  const cache = new CallerOrganizationsCache({
    models: { getOrganizations },
    logger: mockServices.logger.mock(),
    now: () => clock.now,
  });
  const read = (user = 'user:default/u') =>
    cache.read(mockCredentials.user(user));
  return { clock, getOrganizations, read };
}

const ACME = { organizations: ['group:default/acme'], reads_all: false };
const NONE = { organizations: [], reads_all: false };

describe('CallerOrganizationsCache', () => {
  it('asks again after ten seconds', async () => {
    const { clock, getOrganizations, read } = setup();
    getOrganizations.mockResolvedValueOnce(ACME).mockResolvedValue(NONE);
    expect(await read()).toEqual(ACME);
    clock.now += 10_000;
    expect(await read()).toEqual(ACME);
    clock.now += 1;
    expect(await read()).toEqual(NONE);
    expect(getOrganizations).toHaveBeenCalledTimes(2);
  });

  it('tries again two seconds after it failed', async () => {
    const { clock, getOrganizations, read } = setup();
    getOrganizations.mockRejectedValueOnce(new Error('away'));
    getOrganizations.mockResolvedValue(ACME);
    expect(await read()).toEqual(NONE);
    clock.now += 2_000;
    expect(await read()).toEqual(NONE);
    clock.now += 1;
    expect(await read()).toEqual(ACME);
  });

  it('asks once for all who ask meanwhile', async () => {
    const { getOrganizations, read } = setup();
    getOrganizations.mockResolvedValue(ACME);
    const answers = await Promise.all([read(), read(), read()]);
    expect(answers).toEqual([ACME, ACME, ACME]);
    expect(getOrganizations).toHaveBeenCalledTimes(1);
  });

  it('keeps users apart', async () => {
    const { getOrganizations, read } = setup();
    getOrganizations.mockResolvedValueOnce(ACME).mockResolvedValue(NONE);
    expect(await read('user:default/a')).toEqual(ACME);
    expect(await read('user:default/b')).toEqual(NONE);
  });
});
