import type express from 'express';
import { stringify } from 'yaml';
import type { CallerResolver } from '../services/access/CallerResolver';
import type {
  ListedPage,
  ListRequest,
  ModelService,
} from '../services/models/ModelService';
import { waitForModel } from '../services/models/waitForModel';
import { createIdRouter } from './createIdRouter';
import { parseListQuery, toCursor } from './requests/parseListQuery';
import {
  parseGenerationQuery,
  parseHistoryQuery,
} from './requests/parseHistoryQuery';
import {
  isDryRun,
  parseDeletionQuery,
  parseIdempotencyKey,
  refuseParameters,
  requireJson,
  requireJsonIfAny,
} from './requests/parseModelRequest';
import type { ReadCaller } from './requests/readCaller';
import { parseWaitQuery } from './requests/parseWaitQuery';
import { planOrChange } from './planOrChange';
import { sendAsIs } from './answers/sendAsIs';
import { sendLongJson } from './answers/sendLongJson';
import { sendModel, sendNewModel } from './answers/sendModel';
import { streamStates } from './answers/streamStates';

const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml'];

/** The models: lists, one model, and what is known of it. */
export function createModelsRouter(options: {
  models: ModelService;
  readCaller: ReadCaller;
  callers: Pick<CallerResolver, 'requireAdministrator'>;
  /** Where the API is, for `Location`. */
  mountOf(req: express.Request): string;
}): express.Router {
  const { models, readCaller, callers } = options;
  const router = createIdRouter();

  router.get('/', async (req, res) => {
    const caller = await readCaller(req);
    const request = parseListQuery(req.query);
    const page = await models.list(request, caller);
    sendLongJson(req, res, toText(request, page));
  });

  router.get('/all', async (req, res) => {
    const caller = await readCaller(req);
    refuseParameters(req);
    res.json(await models.listWorkloads(caller));
  });

  router.post('/', async (req, res) => {
    const caller = await readCaller(req);
    requireJson(req);
    if (isDryRun(req)) {
      res.json(await models.planCreate(req.body, caller));
      return;
    }
    const idempotencyKey = parseIdempotencyKey(req);
    sendAsIs(req);
    const model = await models.create(req.body, caller, { idempotencyKey });
    sendNewModel(res, model, options.mountOf(req));
  });

  router.get('/:id', async (req, res) => {
    const wait = parseWaitQuery(req.query);
    sendAsIs(req);
    const { id } = req.params;
    const caller = await readCaller(req);
    const model = wait
      ? await waitForModel(
          models.follow(
            id,
            caller,
            endOf(res, AbortSignal.timeout(wait.timeoutMs)),
          ),
          { id, state: wait.state },
        )
      : await models.get(id, caller);
    if (!model) {
      res.status(204).end();
      return;
    }
    sendModel(res, model);
  });

  router.put('/:id', async (req, res) => {
    const caller = await readCaller(req);
    requireJson(req);
    const { id } = req.params;
    await planOrChange(req, res, {
      plan: () => models.planUpdate(id, req.body, caller),
      change: held => models.update(id, req.body, caller, held),
    });
  });

  router.post('/:id/refresh', async (req, res) => {
    const caller = await readCaller(req);
    requireJsonIfAny(req);
    const { id } = req.params;
    await planOrChange(req, res, {
      plan: () => models.planRefresh(id, req.body, caller),
      change: held => models.refresh(id, req.body, caller, held),
    });
  });

  router.post('/:id/rollback', async (req, res) => {
    const caller = await readCaller(req);
    requireJson(req);
    const { id } = req.params;
    await planOrChange(req, res, {
      plan: () => models.planRollback(id, req.body, caller),
      change: held => models.rollback(id, req.body, caller, held),
    });
  });

  router.get('/:id/watch', async (req, res) => {
    refuseParameters(req);
    sendAsIs(req);
    const caller = await readCaller(req);
    // What is refused is answered as everywhere, before the stream begins
    await models.get(req.params.id, caller);
    const states = models.watch(req.params.id, caller, endOf(res));
    await streamStates(states, { req, res });
  });

  router.delete('/:id', async (req, res) => {
    const caller = await readCaller(req);
    const { dryRun, forced, planHash } = parseDeletionQuery(req);
    if (forced) {
      await callers.requireAdministrator(
        caller.credentials,
        'Forgetting a model by force',
      );
      res.json(await models.forget(req.params.id, caller));
      return;
    }
    if (dryRun) {
      res.json(await models.planDelete(req.params.id, caller));
      return;
    }
    await models.delete(req.params.id, caller, { planHash });
    res.status(204).end();
  });

  router.get('/:id/history', async (req, res) => {
    const caller = await readCaller(req);
    res.json(
      await models.getHistory(
        req.params.id,
        parseHistoryQuery(req.query),
        caller,
      ),
    );
  });

  router.get('/:id/history/:generation', async (req, res) => {
    const caller = await readCaller(req);
    const wanted = parseGenerationQuery(req);
    res.json(await models.getGeneration(req.params.id, wanted, caller));
  });

  router.get('/:id/manifests', async (req, res) => {
    refuseParameters(req);
    const answer = await models.getManifests(
      req.params.id,
      await readCaller(req),
    );
    const type = req.accepts('json', ...YAML_TYPES);
    if (type && type !== 'json') {
      res.type(type).end(toDocuments(answer.manifests));
      return;
    }
    res.json(answer);
  });

  router.get('/:id/pods', async (req, res) => {
    refuseParameters(req);
    res.json(await models.getPods(req.params.id, await readCaller(req)));
  });

  router.get('/:id/events', async (req, res) => {
    refuseParameters(req);
    res.json(await models.getEvents(req.params.id, await readCaller(req)));
  });

  router.get('/:id/diagnosis', async (req, res) => {
    refuseParameters(req);
    res.json(await models.getDiagnosis(req.params.id, await readCaller(req)));
  });

  return router;
}

// Who does not listen any more is told nothing
function endOf(res: express.Response, ...others: AbortSignal[]): AbortSignal {
  const closed = new AbortController();
  res.once('close', () => closed.abort());
  return AbortSignal.any([closed.signal, ...others]);
}

// As kubectl reads them
function toDocuments(manifests: object[]): string {
  return manifests.map(manifest => stringify(manifest)).join('---\n');
}

// The models are JSON already
function toText(request: ListRequest, { models, total, next }: ListedPage) {
  const rest = {
    total,
    ...(next ? { next_cursor: toCursor(request, next) } : {}),
  };
  return `{"models":[${models.join()}],${JSON.stringify(rest).slice(1)}`;
}
