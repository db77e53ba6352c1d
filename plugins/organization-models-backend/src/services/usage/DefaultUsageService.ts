import type { Usage } from '@orgmodels/backstage-plugin-organization-models-common';
import type { DatabaseKeys } from '../../database/DatabaseKeys';
import type { DatabaseUsage } from '../../database/usage/DatabaseUsage';
import type { Prices } from '../../domain/usage/prices';
import { sumUsage } from '../../domain/usage/sumUsage';
import type { Caller } from '../access/Caller';
import { invalidRequest } from '../errors';
import type { UsageRequest, UsageService } from './UsageService';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days that are read without being asked for, and the most at a time. */
const DEFAULT_DAYS = 30;
const MOST_DAYS = 400;

/** Reads what an organization used. Knows nothing of permissions. */
export class DefaultUsageService implements UsageService {
  constructor(
    private readonly options: {
      usage: DatabaseUsage;
      keys: DatabaseKeys;
      prices: Prices | undefined;
      now(): Date;
    },
  ) {}

  async read(
    request: UsageRequest,
    { organizationId }: Caller,
  ): Promise<Usage> {
    const { usage, keys, prices, now } = this.options;
    const { from, to } = toDays(request, now());
    const range = {
      from: Date.parse(from),
      to: Math.min(Date.parse(to) + DAY_MS, now().getTime()),
    };
    const [counted, held, keyNames] = await Promise.all([
      usage.read(organizationId, { from, to, groupBy: request.groupBy }),
      usage.readGpuTime(organizationId, range),
      request.groupBy === 'key'
        ? keys.readNames(organizationId)
        : new Map<string, string>(),
    ]);
    const { groupBy } = request;
    return {
      ...{ from, to },
      ...(prices ? { currency: prices.currency } : {}),
      ...sumUsage(counted, held, { groupBy, range, prices, keyNames }),
    };
  }
}

function toDays(request: UsageRequest, now: Date) {
  const to = request.to ?? toDay(now.getTime());
  const from = request.from ?? toDay(Date.parse(to) - DEFAULT_DAYS * DAY_MS);
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1 || days > MOST_DAYS) {
    throw invalidRequest([
      {
        field: 'from',
        message:
          days < 1
            ? 'must not be after to'
            : `must be at most ${MOST_DAYS} days before to`,
      },
    ]);
  }
  return { from, to };
}

function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
