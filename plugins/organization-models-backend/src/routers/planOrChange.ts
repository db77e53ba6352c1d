import type {
  Model,
  Plan,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type express from 'express';
import { isDryRun, parseIfMatch } from './requests/parseModelRequest';
import { sendAsIs } from './answers/sendAsIs';
import { sendModel } from './answers/sendModel';

/** Answers a change of a model, or with `dry_run` the plan of it. */
export async function planOrChange(
  req: express.Request,
  res: express.Response,
  calls: {
    plan(): Promise<Plan>;
    /** @param options - `generation`: to which it is held, by `If-Match` */
    change(options: { generation?: number }): Promise<Model>;
  },
): Promise<void> {
  if (isDryRun(req)) {
    res.json(await calls.plan());
    return;
  }
  const generation = parseIfMatch(req);
  sendAsIs(req);
  sendModel(res, await calls.change({ generation }));
}
