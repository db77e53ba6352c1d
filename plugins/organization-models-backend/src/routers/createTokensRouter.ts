import {
  tokenBody,
  tokenName,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Request, Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { requireFields } from '../services/requireFields';
import type { TokenService } from '../services/tokens/OrganizationTokens';
import { refuseParameters, requireJson } from './requests/parseModelRequest';
import type { ReadCaller } from './requests/readCaller';

/** The organization's tokens for model hubs. */
export function createTokensRouter(options: {
  tokens: TokenService;
  readCaller: ReadCaller;
}): ExpressRouter {
  const { tokens, readCaller } = options;
  const router = Router();

  router.get('/tokens', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    res.json(await tokens.list(caller));
  });

  router.put('/tokens/:name', async (req, res) => {
    const caller = await readCaller(req);
    requireJson(req);
    const { value } = requireFields(tokenBody, req.body);
    res.json({ token: await tokens.put(readName(req), value, caller) });
  });

  router.delete('/tokens/:name', async (req, res) => {
    const caller = await readCaller(req);
    await tokens.delete(readName(req), caller);
    res.status(204).end();
  });

  return router;
}

function readName({ params: { name } }: Request): string {
  return requireFields(tokenName, { name }).name;
}
