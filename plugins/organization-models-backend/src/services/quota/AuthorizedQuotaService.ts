import type { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  quotaReadPermission,
  quotaUpdatePermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { isAllowed, requirePermission } from '../access/basicPermissions';
import type { Caller } from '../access/Caller';
import type { QuotaService } from './DefaultQuotaService';
import type { Body } from '../models/ModelService';

/** Asks the policy before the service does anything. */
export class AuthorizedQuotaService implements QuotaService {
  constructor(
    private readonly service: QuotaService,
    private readonly permissions: PermissionsService,
  ) {}

  async get(caller: Caller) {
    const { permissions } = this;
    await requirePermission(quotaReadPermission, { permissions, caller });
    return this.service.get(caller);
  }

  async find(caller: Caller) {
    const { permissions } = this;
    return (await isAllowed(quotaReadPermission, { permissions, caller }))
      ? this.service.find(caller)
      : undefined;
  }

  async update(body: Body, caller: Caller) {
    const { permissions } = this;
    await requirePermission(quotaUpdatePermission, { permissions, caller });
    refuseUnnamed(quotaUpdatePermission, caller);
    return this.service.update(body, caller);
  }
}

// Backstage asks no policy about services: a token that deploys models for an
// organization must not lift its limits by the way
function refuseUnnamed({ name }: BasicPermission, { credentials }: Caller) {
  const { type, accessRestrictions } = credentials.principal as {
    type?: string;
    accessRestrictions?: { permissionNames?: string[] };
  };
  if (
    type === 'service' &&
    !accessRestrictions?.permissionNames?.includes(name)
  ) {
    throw new NotAllowedError(
      `A service needs the permission ${name} by name, in the accessRestrictions of its token`,
    );
  }
}
