import type {
  AuditorService,
  AuditorServiceEvent,
  AuditorServiceEventSeverityLevel,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { maskSecretText } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Request, RequestHandler, Response } from 'express';
import Router from 'express-promise-router';
import type { AuditedRoute } from './auditedRoutes';
import { findAuditedRoute } from './findAuditedRoute';
import { RequestTrail } from './RequestTrail';

/**
 * Writes every request down with Backstage's auditor: when it begins, and how
 * it ended. Values of fields are left out, since some are secrets; the history
 * of a model has those that are none.
 *
 * @remarks A request that cannot be written down is not carried out.
 */
export function auditRequests(options: {
  auditor: AuditorService;
  logger: LoggerService;
}): RequestHandler {
  const router = Router();
  router.use(async (req, res, next) => {
    await auditRequest(req, res, options);
    next();
  });
  return router;
}

/**
 * Writes one request down.
 *
 * @param options - `knownAs`: who sends it, where Backstage does not know that
 */
export async function auditRequest(
  req: Request,
  res: Response,
  options: {
    auditor: AuditorService;
    logger: LoggerService;
    knownAs?: JsonObject;
  },
): Promise<void> {
  const found = findAuditedRoute(req);
  if (!found) {
    return;
  }
  const { auditor, knownAs, logger } = options;
  const trail = RequestTrail.begin(req);
  trail.note({ ...found.route.meta, ...metaOf(req), ...knownAs });
  trail.note(found.modelId ? { modelId: found.modelId } : {});
  const event = await auditor.createEvent({
    eventId: found.route.eventId,
    severityLevel: severityOf(found.route, req),
    // Of a token that is none of its own, the auditor would not hear
    request: knownAs ? undefined : withoutSecrets(req),
    meta: trail.meta,
  });
  onEnd(res, outcome => {
    finish(event, res, { trail, outcome }).catch(error =>
      logger.error('A request could not be audited', error),
    );
  });
}

// The auditor writes the URL down, into which somebody may have put a key
function withoutSecrets(req: Request): Request {
  const originalUrl = maskSecretText(req.originalUrl);
  return originalUrl === req.originalUrl
    ? req
    : Object.create(req, { originalUrl: { value: originalUrl } });
}

/** Keeps why a request was refused, for the audit. */
export function noteFailure(res: Response, error: unknown): void {
  res.locals.auditedFailure = error;
}

type Outcome = 'answered' | 'cutOff';

// Who asked may be gone before what was asked for is done: done it is, then
function onEnd(res: Response, tell: (outcome: Outcome) => void): void {
  let isTold = false;
  const tellOnce = (outcome: Outcome) => {
    if (!isTold) {
      isTold = true;
      tell(outcome);
    }
  };
  const end = res.end.bind(res) as (...args: unknown[]) => Response;
  res.end = ((...args: unknown[]) => {
    tellOnce('answered');
    return end(...args);
  }) as Response['end'];
  // A stream that nobody reads any more has no other end
  res.once('close', () => res.headersSent && tellOnce('cutOff'));
}

async function finish(
  event: AuditorServiceEvent,
  res: Response,
  { trail: { meta }, outcome }: { trail: RequestTrail; outcome: Outcome },
): Promise<void> {
  if (outcome === 'answered' && res.statusCode < 400) {
    await event.success({ meta });
    return;
  }
  const failure = res.locals.auditedFailure;
  const error =
    failure instanceof Error ? failure : new Error('The connection was closed');
  const { code } = error as { code?: unknown };
  await event.fail({
    error,
    meta: {
      ...meta,
      status: res.statusCode,
      ...(typeof code === 'string' ? { code } : {}),
    },
  });
}

function metaOf(req: Request): JsonObject {
  const secret = secretOf(req);
  return {
    ...(isDryRun(req) ? { dryRun: true } : {}),
    ...(secret ? { huggingFaceToken: secret } : {}),
  };
}

/** A plan changes nothing; a secret weighs more than what it belongs to. */
function severityOf(
  { severity }: AuditedRoute,
  req: Request,
): AuditorServiceEventSeverityLevel {
  if (isDryRun(req)) {
    return 'low';
  }
  return secretOf(req) ? 'high' : severity;
}

function isDryRun({ query }: Request): boolean {
  return query.dry_run === 'true';
}

function secretOf({ body }: Request): 'given' | 'removed' | undefined {
  const token = body?.deployment_config?.hugging_face_token;
  if (token === undefined) {
    return undefined;
  }
  return token === null ? 'removed' : 'given';
}
