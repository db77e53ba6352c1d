import type { PermissionsService } from '@backstage/backend-plugin-api';
import { clusterReadPermission } from '@orgmodels/backstage-plugin-organization-models-common';
import { requirePermission } from '../access/basicPermissions';
import type { Caller } from '../access/Caller';
import type { StatusService } from './DefaultStatusService';

/** Asks the permission policy before nodes and operators are told of. */
export class AuthorizedStatusService implements StatusService {
  constructor(
    private readonly status: StatusService,
    private readonly permissions: PermissionsService,
  ) {}

  async getStatus(caller: Caller) {
    const { permissions } = this;
    await requirePermission(clusterReadPermission, { permissions, caller });
    return this.status.getStatus(caller);
  }
}
