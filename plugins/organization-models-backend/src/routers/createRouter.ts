import type {
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import express from 'express';
import Router from 'express-promise-router';
import type { CallerResolver } from '../services/CallerResolver';
import type { StatusService } from '../services/DefaultStatusService';
import type { ModelService } from '../services/ModelService';
import type { TokenService } from '../services/OrganizationTokens';
import { answerErrors } from './answerErrors';
import { createCallerReader } from './readCaller';
import { createModelsRouter } from './createModelsRouter';
import { createStatusRouter } from './createStatusRouter';
import { createTokensRouter } from './createTokensRouter';

export type RouterOptions = {
  logger: LoggerService;
  httpAuth: HttpAuthService;
  callers: CallerResolver;
  status: StatusService;
  models: ModelService;
  tokens: TokenService;
};

/** Largest body that is read, in bytes; a spec with every field full is below. */
const LARGEST_BODY = '1mb';

/**
 * The API with paths relative to its mount. It authenticates by itself, since
 * the root mount has no barrier before it, and never falls through: behind it
 * at the root would be the portal's HTML.
 */
export function createRouter(options: RouterOptions): express.Router {
  const router = Router();
  const readCaller = createCallerReader(options);
  router.use(async (req, _res, next) => {
    await options.httpAuth.credentials(req, { allow: ['user', 'service'] });
    next();
  });
  router.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.use(express.json({ limit: LARGEST_BODY }));
  router.use(createStatusRouter({ ...options, readCaller }));
  router.use(createTokensRouter({ ...options, readCaller }));
  router.use(
    createModelsRouter({ ...options, readCaller, mountOf: req => req.baseUrl }),
  );
  router.use(req => {
    throw new NotFoundError(
      `There is no ${req.method} ${req.baseUrl}${req.path}`,
    );
  });
  router.use(answerErrors(options.logger));
  return router;
}
