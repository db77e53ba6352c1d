import type { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  quotaReadPermission,
  quotaUpdatePermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Caller } from './Caller';
import type { QuotaService } from './DefaultQuotaService';
import type { Body } from './ModelService';

/** Asks the policy before the service does anything. */
export class AuthorizedQuotaService implements QuotaService {
  constructor(
    private readonly service: QuotaService,
    private readonly permissions: PermissionsService,
  ) {}

  async get(caller: Caller) {
    await this.#require(quotaReadPermission, caller);
    return this.service.get(caller);
  }

  async find(caller: Caller) {
    return (await this.#isAllowed(quotaReadPermission, caller))
      ? this.service.find(caller)
      : undefined;
  }

  async update(body: Body, caller: Caller) {
    await this.#require(quotaUpdatePermission, caller);
    refuseUnnamed(quotaUpdatePermission, caller);
    return this.service.update(body, caller);
  }

  async #isAllowed(
    permission: BasicPermission,
    { credentials }: Caller,
  ): Promise<boolean> {
    const [{ result }] = await this.permissions.authorize([{ permission }], {
      credentials,
    });
    return result === AuthorizeResult.ALLOW;
  }

  async #require(permission: BasicPermission, caller: Caller): Promise<void> {
    if (!(await this.#isAllowed(permission, caller))) {
      throw new NotAllowedError(`The permission ${permission.name} is needed`);
    }
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
