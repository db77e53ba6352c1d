import type { PermissionsService } from '@backstage/backend-plugin-api';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  keyCreatePermission,
  keyDeletePermission,
  keyReadPermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { requirePermission } from '../access/basicPermissions';
import { type Caller, refuseEveryOrganization } from '../access/Caller';
import type { KeyService } from './KeyService';

/** Asks the permission policy before keys are made, revoked or listed. */
export class AuthorizedKeyService implements KeyService {
  constructor(
    private readonly keys: KeyService,
    private readonly permissions: PermissionsService,
  ) {}

  async list(caller: Caller) {
    await this.#require(keyReadPermission, caller);
    return this.keys.list(caller);
  }

  async create(body: unknown, caller: Caller) {
    await this.#require(keyCreatePermission, caller);
    return this.keys.create(body, caller);
  }

  async delete(id: string, caller: Caller) {
    await this.#require(keyDeletePermission, caller);
    return this.keys.delete(id, caller);
  }

  async #require(permission: BasicPermission, caller: Caller): Promise<void> {
    const { permissions } = this;
    await requirePermission(permission, { permissions, caller });
    refuseEveryOrganization(caller);
  }
}
