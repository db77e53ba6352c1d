import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Retention } from '../controller/forgetOld';

/** Counts of a day may come late, and a key's limit is counted by its day. */
const SHORTEST_USAGE_DAYS = 31;

/** Reads `organizationModels.retention`. */
export function readRetention(config: Config | undefined): Retention {
  const read = (key: string, usual: number, least = 1) => {
    const value = config?.getOptionalNumber(`retention.${key}`) ?? usual;
    if (!Number.isInteger(value) || value < least) {
      throw new InputError(
        `organizationModels.retention.${key} must be a whole number from ${least}, not ${value}`,
      );
    }
    return value;
  };
  return {
    generations: {
      days: read('generations.days', 365),
      last: read('generations.last', 50),
    },
    history: {
      days: read('history.days', 365),
      last: read('history.last', 500),
    },
    crashLogs: { days: read('crashLogs.days', 90) },
    usage: config?.has('retention.usage.days')
      ? { days: read('usage.days', 0, SHORTEST_USAGE_DAYS) }
      : undefined,
  };
}
