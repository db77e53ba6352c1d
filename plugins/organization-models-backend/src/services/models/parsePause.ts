import {
  LONGEST_PAUSE_HOURS,
  pauseBody,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { invalidRequest } from '../errors';
import type { Body } from './ModelService';
import { requireFields } from '../requireFields';

const MINUTE_MS = 60_000;

/**
 * Until when nothing is to be set back, RFC 3339 in UTC.
 *
 * @returns `undefined` where a pause is to be over
 * @throws a refusal naming every field that is wrong
 */
export function parsePause(body: Body, now: Date): string | undefined {
  const { until, for: duration } = requireFields(pauseBody, body);
  if ((until === undefined) === (duration === undefined)) {
    throw refusal('until', 'or for is needed, and not both');
  }
  if (until === null) {
    return undefined;
  }
  const end = duration
    ? now.getTime() + minutesOf(duration) * MINUTE_MS
    : Date.parse(until!);
  const field = duration ? 'for' : 'until';
  if (end > now.getTime() + LONGEST_PAUSE_HOURS * 60 * MINUTE_MS) {
    throw refusal(
      field,
      `must be within ${LONGEST_PAUSE_HOURS} hours: what is to differ for longer belongs into the model`,
    );
  }
  return end > now.getTime() ? new Date(end).toISOString() : undefined;
}

function minutesOf(duration: string): number {
  return Number(duration.slice(0, -1)) * (duration.endsWith('h') ? 60 : 1);
}

function refusal(field: string, message: string) {
  return invalidRequest([{ field, message }]);
}
