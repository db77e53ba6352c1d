import type { PermissionsService } from '@backstage/backend-plugin-api';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  tokenReadPermission,
  tokenUpdatePermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { requirePermission } from '../access/basicPermissions';
import { type Caller, refuseEveryOrganization } from '../access/Caller';
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
    const { permissions } = this;
    await requirePermission(permission, { permissions, caller });
    refuseEveryOrganization(caller);
  }
}
