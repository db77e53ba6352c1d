import { buildOpenApiDocument } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';

/** `GET /openapi.json`: the description of the API, with its real mounts. */
export function createOpenApiRouter(options: {
  /** Paths under which the API is served. */
  mounts: string[];
}): ExpressRouter {
  const router = Router();
  const document = buildOpenApiDocument({ servers: options.mounts });
  router.get('/openapi.json', (_req, res) => {
    res.json(document);
  });
  return router;
}
