import { usageQuery } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { requireFields } from '../services/requireFields';
import type { UsageService } from '../services/usage/UsageService';
import type { ReadCaller } from './requests/readCaller';
import { toUsageCsv } from './answers/toUsageCsv';

/** What the organization has used. */
export function createUsageRouter(options: {
  usage: UsageService;
  readCaller: ReadCaller;
}): ExpressRouter {
  const router = Router();
  router.get('/usage', async (req, res) => {
    const caller = await options.readCaller(req);
    const { from, to, group_by, format } = requireFields(usageQuery, req.query);
    const usage = await options.usage.read(
      { from, to, groupBy: group_by },
      caller,
    );
    if (format === 'csv') {
      res.type('text/csv').end(toUsageCsv(usage));
      return;
    }
    res.json(usage);
  });
  return router;
}
