import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import type { CallerResolver } from '../services/CallerResolver';
import type { QuotaService } from '../services/DefaultQuotaService';
import { refuseParameters, requireJson } from './parseModelRequest';
import { createCallerReader } from './readCaller';

/** `GET` and `PUT /quota`: what one organization may use. */
export function createQuotaRouter(options: {
  httpAuth: HttpAuthService;
  callers: CallerResolver;
  quotas: QuotaService;
}): ExpressRouter {
  const { quotas } = options;
  const readCaller = createCallerReader({
    ...options,
    administratorsChoose: true,
  });
  const router = Router();

  router.get('/quota', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    res.json(await quotas.get(caller));
  });

  router.put('/quota', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    requireJson(req);
    res.json(await quotas.update(req.body, caller));
  });

  return router;
}
