import { metricsQuery } from '@orgmodels/backstage-plugin-organization-models-common';
import type express from 'express';
import { invalidRequest } from '../services/errors';
import type {
  MetricRequest,
  MetricService,
} from '../services/metrics/MetricService';
import { createIdRouter } from './createIdRouter';
import { refuseParameters } from './requests/parseModelRequest';
import type { ReadCaller } from './requests/readCaller';
import { requireFields } from '../services/requireFields';

const MOST_POINTS = 1_000;

/** How a model does. */
export function createMetricsRouter(options: {
  metrics: MetricService;
  readCaller: ReadCaller;
}): express.Router {
  const { metrics, readCaller } = options;
  const router = createIdRouter();

  router.get('/metrics', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    res.json(await metrics.list(caller));
  });

  router.get('/:id/metrics', async (req, res) => {
    const request = parseMetricsQuery(req.query);
    const caller = await readCaller(req);
    res.json(await metrics.read(req.params.id, request, caller));
  });

  return router;
}

/** @throws a refusal naming each parameter that is wrong or not known */
function parseMetricsQuery(query: unknown): MetricRequest {
  const { range, step } = requireFields(metricsQuery, query);
  if (range < step || range / step > MOST_POINTS) {
    const message = `must be from ${Math.ceil(
      range / MOST_POINTS,
    )}s, which are ${MOST_POINTS} points, to the range`;
    throw invalidRequest([{ field: 'step', message }]);
  }
  return { rangeMs: range * 1000, stepMs: step * 1000 };
}
