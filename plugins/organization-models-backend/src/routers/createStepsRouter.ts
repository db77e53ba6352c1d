import type express from 'express';
import type { CallerResolver } from '../services/access/CallerResolver';
import type {
  FindOrganization,
  ModelService,
} from '../services/models/ModelService';
import { createIdRouter } from './createIdRouter';
import {
  isDryRun,
  refuseParameters,
  requireJson,
  requireJsonIfAny,
} from './requests/parseModelRequest';
import { planOrChange } from './planOrChange';
import type { ReadCaller } from './requests/readCaller';
import { sendAsIs } from './answers/sendAsIs';
import { sendModel, sendNewModel } from './answers/sendModel';

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
  const router = createIdRouter();

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
    sendNewModel(res, model, options.mountOf(req));
  });

  router.post('/:id/release', async (req, res) => {
    const caller = await readCaller(req);
    requireJsonIfAny(req);
    const { id } = req.params;
    await planOrChange(req, res, {
      plan: () => models.planRelease(id, req.body, caller),
      change: held => models.release(id, req.body, caller, held),
    });
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
    await planOrChange(req, res, {
      plan: () =>
        models.planTransfer(id, req.body, caller, { findOrganization }),
      change: held =>
        models.transfer(id, req.body, caller, { findOrganization, ...held }),
    });
  });

  router.post('/:id/pause-healing', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    requireJson(req);
    const { id } = req.params;
    sendModel(res, await models.pauseHealing(id, req.body, caller));
  });

  router.delete('/:id/pause-healing', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    sendModel(res, await models.resumeHealing(req.params.id, caller));
  });

  return router;
}
