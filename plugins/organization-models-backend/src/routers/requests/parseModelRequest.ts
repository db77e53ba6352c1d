import {
  deletionQuery,
  holdsToken,
  printable,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Request } from 'express';
import { invalidRequest } from '../../services/errors';
import { requireFields } from '../../services/requireFields';

/** @throws a refusal when there is any parameter in the query */
export function refuseParameters(req: Request): void {
  const problems = unknownParameters(
    req.query,
    'is not known: there are no parameters here',
  );
  if (problems.length > 0) {
    throw invalidRequest(problems);
  }
}

/** Whether a request only asks what would be done. */
export function isDryRun(req: Request): boolean {
  const { dry_run, ...others } = req.query;
  const problems = unknownParameters(
    others,
    'is not a known parameter: only dry_run is',
  );
  if (dry_run !== undefined && dry_run !== 'true' && dry_run !== 'false') {
    problems.push({ field: 'dry_run', message: 'must be true or false' });
  }
  if (problems.length > 0) {
    throw invalidRequest(problems);
  }
  return dry_run === 'true';
}

/** What kind of deletion is asked for. */
export type DeletionQuery = {
  /** Answers the plan alone. */
  dryRun: boolean;
  /** Forgets the model without its cluster. */
  forced: boolean;
  /** Of the plan to which the deletion is held. */
  planHash?: string;
};

/** @throws a refusal naming each parameter that is wrong */
export function parseDeletionQuery(req: Request): DeletionQuery {
  const {
    dry_run,
    force,
    plan_hash: planHash,
  } = requireFields(deletionQuery, req.query);
  return { dryRun: dry_run === 'true', forced: force === 'true', planHash };
}

/**
 * The generation to which a change is held, from `If-Match`.
 *
 * @returns `undefined` when there is no header, or `*`
 */
export function parseIfMatch(req: Request): number | undefined {
  const header = req.header('if-match');
  if (header === undefined || header.trim() === '*') {
    return undefined;
  }
  // Proxies that compress make the ETags of answers weak
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(header.trim());
  if (!match) {
    throw invalidRequest([
      {
        field: 'If-Match',
        message: 'must be the ETag of the model, such as "3"',
      },
    ]);
  }
  return Number(match[1]);
}

export function parseIdempotencyKey(req: Request): string | undefined {
  const key = req.header('idempotency-key');
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalidRequest([
      {
        field: 'Idempotency-Key',
        message: 'must have 1 to 255 printable characters without blanks',
      },
    ]);
  }
  if (key !== undefined && holdsToken(key)) {
    throw invalidRequest([
      {
        field: 'Idempotency-Key',
        message: 'looks like a token, and would be stored: choose another',
      },
    ]);
  }
  return key;
}

/** @throws a refusal when the body is not sent as JSON */
export function requireJson(req: Request): void {
  if (!req.is('application/json')) {
    throw invalidRequest([
      {
        field: 'body',
        message: 'must be JSON, sent with Content-Type: application/json',
      },
    ]);
  }
}

/** The same, where there need not be a body. */
export function requireJsonIfAny(req: Request): void {
  const isEmpty =
    req.header('transfer-encoding') === undefined &&
    Number(req.header('content-length') ?? 0) === 0;
  if (!isEmpty) {
    requireJson(req);
  }
}

/** As many unknown parameters are named. */
const MOST_NAMED = 20;

function unknownParameters(query: Request['query'], message: string) {
  return Object.keys(query)
    .slice(0, MOST_NAMED)
    .map(name => ({ field: printable(name), message }));
}
