import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import type express from 'express';

/** Answers a model with its generation, for `If-Match`. */
export function sendModel(res: express.Response, model: Model): void {
  res.setHeader('ETag', `"${model.generation}"`);
  res.json({ model });
}

/** Answers a model that is new, with where it is. */
export function sendNewModel(
  res: express.Response,
  model: Model,
  mount: string,
): void {
  res.status(201).location(`${mount}/${model.id}`);
  sendModel(res, model);
}
