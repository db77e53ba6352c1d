import type { PermissionsService } from '@backstage/backend-plugin-api';
import { usageReadPermission } from '@orgmodels/backstage-plugin-organization-models-common';
import { requirePermission } from '../access/basicPermissions';
import { type Caller, refuseEveryOrganization } from '../access/Caller';
import type { UsageRequest, UsageService } from './UsageService';

/** Asks the permission policy before usage is read. */
export class AuthorizedUsageService implements UsageService {
  constructor(
    private readonly usage: UsageService,
    private readonly permissions: PermissionsService,
  ) {}

  async read(request: UsageRequest, caller: Caller) {
    const { permissions } = this;
    await requirePermission(usageReadPermission, { permissions, caller });
    refuseEveryOrganization(caller);
    return this.usage.read(request, caller);
  }
}
