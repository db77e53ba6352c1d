import type {
  Usage,
  UsageRow,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { costOf, type Prices, round } from './prices';
import { splitByDay } from './splitByDay';

export const USAGE_COUNTS = [
  'requests',
  'errors',
  'prompt_tokens',
  'cached_tokens',
  'completion_tokens',
] as const;

export type UsageCounts = Record<(typeof USAGE_COUNTS)[number], number>;

/** What was counted of requests. */
export type CountedUsage = UsageCounts & {
  day: string;
  modelId: string;
  modelName: string;
  /** Empty: by no key. */
  keyId: string;
  /** Empty: by a key. */
  subject: string;
};

/** When a pod held GPUs; times are milliseconds since 1970. */
export type HeldGpus = {
  modelId: string;
  modelName: string;
  gpuType: string;
  gpus: number;
  startedAt: number;
  /** When it ended, or when its cluster was last seen. */
  until: number;
};

export type UsageGroup = 'day' | 'model' | 'key' | 'user';

const HOUR_MS = 60 * 60 * 1000;

/** A row in the making. */
type Sum = { row: UsageRow; hours: Record<string, number> };

/**
 * Adds up what an organization used. GPUs are held by models, whoever asks
 * them: grouped by key or user, their hours are in the total alone.
 *
 * @param options - `range`: milliseconds since 1970, beyond which nothing counts
 */
export function sumUsage(
  counted: CountedUsage[],
  held: HeldGpus[],
  options: {
    groupBy: UsageGroup;
    range: { from: number; to: number };
    prices: Prices | undefined;
    keyNames: Map<string, string>;
  },
): Pick<Usage, 'usage' | 'total'> {
  const { groupBy, prices } = options;
  const sums = new Map<string, Sum>();
  const total: Sum = { row: emptyRow({}), hours: {} };
  const sumOf = (of: Partial<UsageRow>) => {
    const id = of[groupBy] ?? '';
    const sum = sums.get(id) ?? { row: emptyRow(of), hours: {} };
    sums.set(id, sum);
    return sum;
  };
  for (const row of counted) {
    for (const sum of [sumOf(groupOf(row, options)), total]) {
      USAGE_COUNTS.forEach(name => {
        sum.row[name] += row[name];
      });
    }
  }
  const holdsGpus = groupBy === 'day' || groupBy === 'model';
  for (const part of splitHeld(held, options.range)) {
    const into = holdsGpus
      ? [sumOf(groupOf({ ...part, keyId: '', subject: '' }, options)), total]
      : [total];
    for (const { hours } of into) {
      hours[part.gpuType] = (hours[part.gpuType] ?? 0) + part.hours;
    }
  }
  const rows = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    usage: rows.map(([, sum]) => finish(sum, holdsGpus)),
    total: finish(total, true),
  };

  function finish({ row, hours }: Sum, withHours: boolean): UsageRow {
    if (!withHours) {
      return row;
    }
    const types = Object.entries(hours);
    const cost = costOf(hours, prices);
    return {
      ...row,
      gpu_hours: round(types.reduce((all, [, some]) => all + some, 0)),
      gpu_hours_by_type: Object.fromEntries(
        types.map(([type, some]) => [type, round(some)]),
      ),
      ...(cost === undefined ? {} : { cost }),
    };
  }
}

function emptyRow(of: Partial<UsageRow>): UsageRow {
  return {
    ...of,
    requests: 0,
    errors: 0,
    prompt_tokens: 0,
    cached_tokens: 0,
    completion_tokens: 0,
  };
}

function groupOf(
  row: Pick<
    CountedUsage,
    'day' | 'modelId' | 'modelName' | 'keyId' | 'subject'
  >,
  { groupBy, keyNames }: { groupBy: UsageGroup; keyNames: Map<string, string> },
): Partial<UsageRow> {
  switch (groupBy) {
    case 'day':
      return { day: row.day };
    case 'model':
      return { model: row.modelId, model_name: row.modelName };
    case 'key':
      return row.keyId
        ? { key: row.keyId, key_name: keyNames.get(row.keyId) }
        : {};
    default:
      return row.subject ? { user: row.subject } : {};
  }
}

function splitHeld(held: HeldGpus[], range: { from: number; to: number }) {
  return held.flatMap(({ startedAt, until, gpus, ...of }) =>
    splitByDay({
      from: Math.max(startedAt, range.from),
      to: Math.min(until, range.to),
    }).map(({ day, milliseconds }) => ({
      ...of,
      day,
      hours: (milliseconds * gpus) / HOUR_MS,
    })),
  );
}
