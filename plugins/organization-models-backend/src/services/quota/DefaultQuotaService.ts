import {
  type Quota,
  quotaUpdate,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { DatabaseQuotas } from '../../database/DatabaseQuotas';
import { toQuota } from '../../domain/quota/toQuota';
import { type Caller, EVERY_ORGANIZATION } from '../access/Caller';
import { invalidRequest } from '../errors';
import type { Body } from '../models/ModelService';
import type { QuotaAssessor } from './QuotaAssessor';
import { requireFields } from '../requireFields';

/** What an organization may use, and who says so. */
export interface QuotaService {
  get(caller: Caller): Promise<Quota>;
  /** The same for those who may see it; all others go without. */
  find(caller: Caller): Promise<Quota | undefined>;
  update(body: Body, caller: Caller): Promise<Quota>;
}

/** Knows nothing of permissions. */
export class DefaultQuotaService implements QuotaService {
  constructor(
    private readonly options: {
      quotas: DatabaseQuotas;
      assessor: QuotaAssessor;
      now(): Date;
    },
  ) {}

  async get({ organizationId }: Caller): Promise<Quota> {
    refuseEvery(organizationId);
    return this.read(organizationId);
  }

  /** Of one organization, whoever asks. */
  async read(organizationId: string): Promise<Quota> {
    return toQuota(
      organizationId,
      await this.options.assessor.choose(organizationId),
      await this.options.quotas.sumUse(organizationId),
    );
  }

  async find(caller: Caller): Promise<Quota | undefined> {
    return caller.organizationId === EVERY_ORGANIZATION
      ? undefined
      : this.get(caller);
  }

  async update(body: Body, caller: Caller): Promise<Quota> {
    refuseEvery(caller.organizationId);
    const parsed = requireFields(quotaUpdate, body);
    await this.options.quotas.saveOverride(caller.organizationId, {
      hard: parsed.hard ?? undefined,
      by: caller.subject,
      at: this.options.now().toISOString(),
    });
    return this.get(caller);
  }
}

function refuseEvery(organizationId: string) {
  if (organizationId === EVERY_ORGANIZATION) {
    throw invalidRequest([
      {
        field: 'X-Organization',
        message: 'must name one organization: a quota is of one',
      },
    ]);
  }
}
