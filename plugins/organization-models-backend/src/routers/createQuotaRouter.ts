import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import type { QuotaService } from '../services/quota/DefaultQuotaService';
import { refuseParameters, requireJson } from './requests/parseModelRequest';
import type { ReadCaller } from './requests/readCaller';

/** `GET` and `PUT /quota`: what one organization may use. */
export function createQuotaRouter(options: {
  quotas: QuotaService;
  /** Lets the portal's administrators name an organization that is not theirs. */
  readCaller: ReadCaller;
}): ExpressRouter {
  const { quotas, readCaller } = options;
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
