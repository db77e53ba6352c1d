import type express from 'express';
import { MODEL_ID } from '@orgmodels/backstage-plugin-organization-models-common';
import Router from 'express-promise-router';
import type { CallerResolver } from '../services/access/CallerResolver';
import { modelNotFound } from '../services/errors';
import type {
  FindOrganization,
  ModelService,
} from '../services/models/ModelService';
import {
  isDryRun,
  parseIfMatch,
  refuseParameters,
  requireJson,
  requireJsonIfAny,
} from './parseModelRequest';
import type { ReadCaller } from './readCaller';
import { sendAsIs } from './sendAsIs';
import { toETag } from './toETag';

/** Whose a model is, and who keeps it: taking over, handing back, moving. */
export function createStepsRouter(options: {
  models: ModelService;
  readCaller: ReadCaller;
  callers: Pick<
    CallerResolver,
    'isAdministrator' | 'requireAdministrator' | 'parseOrganization'
  >;
  /** Where the API is, for `Location`. */
  mountOf(req: express.Request): string;
}): express.Router {
  const { models, readCaller, callers } = options;
  const router = Router();
  router.param('id', (_req, _res, next, id) => {
    next(MODEL_ID.test(id) ? undefined : modelNotFound('of such an id'));
  });

  router.post('/adopt', async (req, res) => {
    const caller = await readCaller(req);
    requireJson(req);
    const isAdministrator = await callers.isAdministrator(caller.credentials);
    if (isDryRun(req)) {
      res.json(
        await models.planAdoption(req.body, caller, { isAdministrator }),
      );
      return;
    }
    sendAsIs(req);
    const model = await models.adopt(req.body, caller, { isAdministrator });
    res
      .status(201)
      .location(`${options.mountOf(req)}/${model.id}`)
      .setHeader('ETag', toETag(model));
    res.json({ model });
  });

  router.post('/:id/release', async (req, res) => {
    const caller = await readCaller(req);
    requireJsonIfAny(req);
    const { id } = req.params;
    if (isDryRun(req)) {
      res.json(await models.planRelease(id, req.body, caller));
      return;
    }
    const generation = parseIfMatch(req);
    sendAsIs(req);
    const model = await models.release(id, req.body, caller, { generation });
    res.setHeader('ETag', toETag(model));
    res.json({ model });
  });

  router.post('/:id/transfer', async (req, res) => {
    const caller = await readCaller(req);
    requireJson(req);
    const { id } = req.params;
    // To others it is told only of models that they may give away at all
    const findOrganization: FindOrganization = async (text, field) => {
      await callers.requireAdministrator(
        caller.credentials,
        'Giving a model to another organization',
      );
      return callers.parseOrganization(text, field);
    };
    if (isDryRun(req)) {
      const plan = await models.planTransfer(id, req.body, caller, {
        findOrganization,
      });
      res.json(plan);
      return;
    }
    const generation = parseIfMatch(req);
    sendAsIs(req);
    const model = await models.transfer(id, req.body, caller, {
      ...{ findOrganization, generation },
    });
    res.setHeader('ETag', toETag(model));
    res.json({ model });
  });

  router.post('/:id/pause-healing', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    requireJson(req);
    const model = await models.pauseHealing(req.params.id, req.body, caller);
    res.setHeader('ETag', toETag(model));
    res.json({ model });
  });

  router.delete('/:id/pause-healing', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    const model = await models.resumeHealing(req.params.id, caller);
    res.setHeader('ETag', toETag(model));
    res.json({ model });
  });

  return router;
}
