import { logQuery } from '@orgmodels/backstage-plugin-organization-models-common';
import { invalidRequest } from '../../services/errors';
import type { LogRequest } from '../../services/logs/LogService';
import { requireFields } from '../../services/requireFields';

const UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Reads what is asked of logs.
 *
 * @throws a refusal naming each parameter that is wrong or not known
 */
export function parseLogQuery(
  query: unknown,
  now: Date,
): { request: LogRequest; timestamps: boolean } {
  const { since, tail_lines, timestamps, previous, follow, ...place } =
    requireFields(logQuery, query);
  if (previous === 'true' && follow === 'true') {
    const message = 'cannot be true beside previous: what ended goes not on';
    throw invalidRequest([{ field: 'follow', message }]);
  }
  return {
    timestamps: timestamps === 'true',
    request: {
      ...place,
      tailLines: tail_lines,
      previous: previous === 'true',
      follow: follow === 'true',
      since: since === undefined ? undefined : toTime(since, now),
    },
  };
}

function toTime(since: string, now: Date): string {
  if (since.includes('-')) {
    const time = new Date(since);
    if (Number.isNaN(time.getTime())) {
      const message = 'must be a duration such as 10m, or a time of RFC 3339';
      throw invalidRequest([{ field: 'since', message }]);
    }
    return time.toISOString();
  }
  const parts = [...since.matchAll(/(\d+)(ms|[smhd])/g)];
  const milliseconds = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNITS[unit],
    0,
  );
  return new Date(Math.max(0, now.getTime() - milliseconds)).toISOString();
}
