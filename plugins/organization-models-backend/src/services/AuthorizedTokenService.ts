import type { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  tokenReadPermission,
  tokenUpdatePermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { type Caller, refuseEveryOrganization } from './Caller';
import type { TokenService } from './OrganizationTokens';

/** Asks the permission policy before a token is set or its name is read. */
export class AuthorizedTokenService implements TokenService {
  constructor(
    private readonly tokens: TokenService,
    private readonly permissions: PermissionsService,
  ) {}

  async list(caller: Caller) {
    await this.#require(tokenReadPermission, caller);
    return this.tokens.list(caller);
  }

  async put(name: string, value: string, caller: Caller) {
    await this.#require(tokenUpdatePermission, caller);
    return this.tokens.put(name, value, caller);
  }

  async delete(name: string, caller: Caller) {
    await this.#require(tokenUpdatePermission, caller);
    return this.tokens.delete(name, caller);
  }

  async #require(permission: BasicPermission, caller: Caller): Promise<void> {
    const { credentials } = caller;
    const [{ result }] = await this.permissions.authorize([{ permission }], {
      credentials,
    });
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`The permission ${permission.name} is needed`);
    }
    refuseEveryOrganization(caller);
  }
}
