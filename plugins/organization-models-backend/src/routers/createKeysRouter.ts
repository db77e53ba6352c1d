import { KEY_ID } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { keyNotFound } from '../services/errors';
import type { KeyService } from '../services/keys/KeyService';
import { refuseParameters, requireJson } from './requests/parseModelRequest';
import type { ReadCaller } from './requests/readCaller';

/** The organization's keys for the OpenAI-compatible paths. */
export function createKeysRouter(options: {
  keys: KeyService;
  readCaller: ReadCaller;
}): ExpressRouter {
  const { keys, readCaller } = options;
  const router = Router();

  router.get('/keys', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    res.json(await keys.list(caller));
  });

  router.post('/keys', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    requireJson(req);
    res.status(201).json(await keys.create(req.body, caller));
  });

  router.delete('/keys/:key_id', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    const { key_id } = req.params;
    if (!KEY_ID.test(key_id)) {
      throw keyNotFound('of such an id');
    }
    await keys.delete(key_id, caller);
    res.status(204).end();
  });

  return router;
}
