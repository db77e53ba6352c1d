import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { AuthorizedQuotaService } from './AuthorizedQuotaService';
import type { Caller } from '../access/Caller';

const NAME = 'organization-models.quota.update';

function setup(result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) {
  const update = jest.fn();
  const get = jest.fn();
  const service = new AuthorizedQuotaService(
    { update, get, find: get },
    mockServices.permissions({ result }),
  );
  return { service, update, get };
}

const callerOf = (credentials: Caller['credentials']): Caller => ({
  credentials,
  subject: 'someone',
  organizationId: 'group:default/acme',
});

const USER = callerOf(mockCredentials.user());

describe('AuthorizedQuotaService', () => {
  it('asks the policy, and shows nothing when it denies', async () => {
    const { service, update, get } = setup(AuthorizeResult.DENY);
    await expect(service.get(USER)).rejects.toThrow('quota.read is needed');
    await expect(service.update({}, USER)).rejects.toThrow(NAME);
    expect(await service.find(USER)).toBeUndefined();
    expect(update).not.toHaveBeenCalled();
    expect(get).not.toHaveBeenCalled();
  });

  it.each([
    ['nothing', undefined, false],
    ['another permission', { permissionNames: ['other'] }, false],
    ['the permission', { permissionNames: [NAME] }, true],
  ])(
    'lets a service of which %s is named change: %3$s',
    async (_, accessRestrictions, may) => {
      const { service, update } = setup(AuthorizeResult.ALLOW);
      const caller = callerOf(
        mockCredentials.service('ci', accessRestrictions),
      );
      const outcome = service.update({}, caller);
      const name = await outcome.then(
        () => 'allowed',
        error => error.name,
      );
      expect(name).toBe(may ? 'allowed' : 'NotAllowedError');
      expect(update).toHaveBeenCalledTimes(may ? 1 : 0);
    },
  );
});
