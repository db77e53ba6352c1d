import { MODEL_ID } from '@orgmodels/backstage-plugin-organization-models-common';
import type express from 'express';
import Router from 'express-promise-router';
import { modelNotFound } from '../services/errors';

/**
 * A router whose `:id` is that of a model: what cannot be one is asked of no
 * database, and not repeated.
 */
export function createIdRouter(): express.Router {
  const router = Router();
  router.param('id', (_req, _res, next, id) => {
    next(MODEL_ID.test(id) ? undefined : modelNotFound('of such an id'));
  });
  return router;
}
