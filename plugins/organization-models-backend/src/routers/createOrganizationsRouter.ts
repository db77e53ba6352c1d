import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import type { CallerResolver } from '../services/access/CallerResolver';
import { refuseParameters } from './requests/parseModelRequest';
import { refuseBody } from './requests/readBody';

/** `GET /organizations`: what a caller may choose from, before any choice. */
export function createOrganizationsRouter(options: {
  httpAuth: HttpAuthService;
  callers: CallerResolver;
}): ExpressRouter {
  const { httpAuth, callers } = options;
  const router = Router();
  router.get('/organizations', refuseBody, async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const wanted = req.header('x-organization');
    const choices = await callers.listChoices(credentials, wanted);
    refuseParameters(req);
    res.json(choices);
  });
  return router;
}
