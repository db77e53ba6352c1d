import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import type { StatusService } from '../services/status/DefaultStatusService';
import { refuseParameters } from './requests/parseModelRequest';
import type { ReadCaller } from './requests/readCaller';

/** `GET /status`: what the clusters are and hold. */
export function createStatusRouter(options: {
  status: StatusService;
  readCaller: ReadCaller;
}): ExpressRouter {
  const router = Router();
  router.get('/status', async (req, res) => {
    refuseParameters(req);
    const caller = await options.readCaller(req);
    res.json(await options.status.getStatus(caller));
  });
  return router;
}
