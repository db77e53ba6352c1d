import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type express from 'express';
import Router from 'express-promise-router';
import type { CallerResolver } from '../services/access/CallerResolver';
import type { StatusService } from '../services/status/DefaultStatusService';
import type { ModelService } from '../services/models/ModelService';
import type { TokenService } from '../services/tokens/OrganizationTokens';
import type { QuotaService } from '../services/quota/DefaultQuotaService';
import type { KeyService } from '../services/keys/KeyService';
import type { UsageService } from '../services/usage/UsageService';
import { answerErrors } from './answers/answerErrors';
import { createCallerReader, type ReadCaller } from './requests/readCaller';
import type { LogService } from '../services/logs/LogService';
import type { MetricService } from '../services/metrics/MetricService';
import { createMetricsRouter } from './createMetricsRouter';
import { createLogsRouter } from './createLogsRouter';
import { createModelsRouter } from './createModelsRouter';
import {
  auditRequest,
  auditRequests,
  noteFailure,
} from './audit/auditRequests';
import { createOrganizationsRouter } from './createOrganizationsRouter';
import { createKeysRouter } from './createKeysRouter';
import { createQuotaRouter } from './createQuotaRouter';
import { createStatusRouter } from './createStatusRouter';
import { createStepsRouter } from './createStepsRouter';
import { createTokensRouter } from './createTokensRouter';
import { createUsageRouter } from './createUsageRouter';
import { hideTrouble } from './answers/hideTrouble';
import { limitRequests, type RateLimit } from './limitRequests';
import { readBody, refuseBody } from './requests/readBody';

export type RouterOptions = {
  logger: LoggerService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  callers: CallerResolver;
  rateLimit: RateLimit | undefined;
  status: StatusService;
  models: ModelService;
  logs: LogService;
  metrics: MetricService;
  tokens: TokenService;
  quotas: QuotaService;
  keys: KeyService;
  usage: UsageService;
  /** The OpenAI-compatible paths, which know by themselves who asks. */
  inference: InferenceRoutes;
};

/** Makes routes of what the others have in common. */
export type InferenceRoutes = (common: {
  readCaller: ReadCaller;
  /** @param knownAs - who asks, where Backstage does not know that */
  audit(
    req: express.Request,
    res: express.Response,
    knownAs?: JsonObject,
  ): Promise<void>;
  onFailure(res: express.Response, error: unknown): void;
  hide(error: unknown): unknown;
}) => express.Router;

/**
 * The API with paths relative to its mount. It authenticates by itself, since
 * the root mount has no barrier before it, and never falls through: behind it
 * at the root would be the portal's HTML.
 */
export function createRouter(options: RouterOptions): express.Router {
  const router = Router();
  const readCaller = createCallerReader({
    ...options,
    administratorsChoose: req =>
      ['/quota', '/adopt'].includes(req.path) || isOfAnyOrganization(req),
    evenGone: isOfAnyOrganization,
  });
  router.use(
    options.inference({
      readCaller,
      audit: (req, res, knownAs) =>
        auditRequest(req, res, { ...options, knownAs }),
      onFailure: noteFailure,
      hide: error => hideTrouble(error, options.logger),
    }),
  );
  router.use(async (req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    // The status changes within a generation: a 304 would hide it
    delete req.headers['if-none-match'];
    delete req.headers['if-modified-since'];
    await options.httpAuth.credentials(req, { allow: ['user', 'service'] });
    next();
  });
  router.use(readBody());
  router.use(auditRequests(options));
  // Before anything that takes one organization for granted
  router.use(createOrganizationsRouter(options));
  router.use(async (req, _res, next) => {
    await readCaller(req);
    next();
  });
  for (const limit of limitRequests(options.rateLimit, readCaller)) {
    router.use(limit);
  }
  router.use(refuseBody);
  router.use(createStatusRouter({ ...options, readCaller }));
  router.use(createTokensRouter({ ...options, readCaller }));
  router.use(createKeysRouter({ ...options, readCaller }));
  router.use(createUsageRouter({ ...options, readCaller }));
  router.use(createQuotaRouter({ ...options, readCaller }));
  router.use(createMetricsRouter({ ...options, readCaller }));
  router.use(
    createModelsRouter({ ...options, readCaller, mountOf: req => req.baseUrl }),
  );
  router.use(
    createStepsRouter({ ...options, readCaller, mountOf: req => req.baseUrl }),
  );
  router.use(createLogsRouter({ ...options, readCaller }));
  router.use(req => {
    throw new NotFoundError(
      `There is no ${req.method} ${req.baseUrl}${req.path}`,
    );
  });
  router.use(answerErrors(options.logger));
  return router;
}

// Models of an organization that vanished are for somebody to clear away
function isOfAnyOrganization({ method, path, query }: express.Request) {
  return (
    (method === 'DELETE' && query.force === 'true') ||
    (method === 'POST' && path.endsWith('/transfer'))
  );
}
