import {
  type WaitedFor,
  waitQuery,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { invalidRequest } from '../../services/errors';
import { requireFields } from '../../services/requireFields';

const USUAL_SECONDS = 300;

/** What a GET waits for, and how long. */
export type Wait = { state: WaitedFor; timeoutMs: number };

/**
 * @returns `undefined` when it does not wait
 * @throws a refusal naming each parameter that is wrong or not known
 */
export function parseWaitQuery(query: unknown): Wait | undefined {
  const { wait_for, timeout } = requireFields(waitQuery, query);
  if (!wait_for && timeout !== undefined) {
    throw invalidRequest([
      { field: 'timeout', message: 'is of no use without wait_for' },
    ]);
  }
  return (
    wait_for && {
      state: wait_for,
      timeoutMs: (timeout ?? USUAL_SECONDS) * 1_000,
    }
  );
}
