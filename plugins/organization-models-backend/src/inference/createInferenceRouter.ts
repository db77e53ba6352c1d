import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  MODEL_ID,
  printable,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { JsonObject } from '@backstage/types';
import type express from 'express';
import Router from 'express-promise-router';
import {
  INFERENCE_CALLS,
  type InferenceCall,
} from '../domain/engines/ModelRuntime';
import type { StoredModel } from '../domain/facts/StoredModel';
import type { Caller } from '../services/access/Caller';
import { admitKey } from './usage/admitKey';
import { answerOpenAiErrors } from './errors/answerOpenAiErrors';
import type { EngineCaller } from './engines/EngineCaller';
import type { InferenceCaller } from './callers/InferenceCaller';
import type { KeyRing } from './callers/KeyRing';
import type { RevocationWatch } from './callers/RevocationWatch';
import type { ModelDirectory } from './engines/ModelDirectory';
import { OpenAiError, unknownModel } from './errors/OpenAiError';
import type { ReadInferenceBody } from './bodies/readInferenceBody';
import { readInferenceCaller } from './callers/readInferenceCaller';
import { NO_TOKENS, type TokenCounts } from './usage/readUsage';
import { type Relayed, relayAnswer } from './answers/relayAnswer';
import { toModelCard, toModelList } from './toModelList';
import type { UsageRecorder } from './usage/UsageRecorder';

/** What a policy lets callers with tokens of Backstage ask. */
export interface ChatPermission {
  /** @throws 404 or 403 unless the caller may talk to the model */
  requireChat(modelId: string, caller: Caller): Promise<void>;
  /** Of some models of the caller's organization, those it may talk to. */
  selectChat(models: StoredModel[], caller: Caller): Promise<StoredModel[]>;
}

export type Inference = {
  keys: KeyRing;
  revocations: RevocationWatch;
  chat: ChatPermission;
  directory: ModelDirectory;
  engines: EngineCaller;
  usage: UsageRecorder;
  readBody: ReadInferenceBody;
  /** After which a client that reads nothing is left, in milliseconds. */
  silenceMs: number;
};

/** Called at the end of a request. */
type OnEnd = (
  outcome: 'answered' | 'failed' | 'left',
  tokens: TokenCounts,
  /** What was ours of the time until a byte of the answer went on. */
  addedSeconds: { request?: number; answer?: number },
) => void;

export type InferenceRouterOptions = Inference & {
  onInference(call: InferenceCall): OnEnd;
  logger: LoggerService;
  readCaller(req: express.Request): Promise<Caller>;
  /** Writes a request down, and its end when it comes. */
  audit(
    req: express.Request,
    res: express.Response,
    knownAs?: JsonObject,
  ): Promise<void>;
  onFailure(res: express.Response, error: unknown): void;
  hide(error: unknown): unknown;
};

/**
 * The OpenAI-compatible paths: of the organization, where `model` names the
 * model, and of one model. They know who asks by themselves, since keys are
 * nothing that Backstage knows, and read bodies that are larger than others.
 */
export function createInferenceRouter(
  options: InferenceRouterOptions,
): express.Router {
  const router = Router();
  const begin = async (req: express.Request, res: express.Response) => {
    // Nothing in between may wait for more, or compress what must not wait
    res.set('Cache-Control', 'no-store, no-transform');
    const caller = await readInferenceCaller(req, options);
    await options.audit(
      req,
      res,
      caller.kind === 'key'
        ? { keyId: caller.key.id, organizationId: caller.organizationId }
        : undefined,
    );
    return caller;
  };
  const call =
    (name: InferenceCall) =>
    async (req: express.Request, res: express.Response) => {
      const receivedAt = performance.now();
      const caller = await begin(req, res);
      await answerCall(options, { call: name, caller, req, res, receivedAt });
    };
  router.use((req, _res, next) => {
    // Of a base URL with a slash at its end, which many write
    req.url = req.url.replace(/^(\/[^/?]+\/v1)\/{2,}/, '$1/');
    next();
  });
  router.get('/openai/v1/models', async (req, res) => {
    const caller = await begin(req, res);
    const models = await options.directory.list(caller.organizationId);
    res.json(toModelList(await selectAllowed(options, models, caller)));
  });
  // The rest of the path: not every client encodes the / of a name
  router.get('/openai/v1/models/:model(.+?)', async (req, res) => {
    const caller = await begin(req, res);
    const found = await findAllowed(options, req.params.model, caller);
    res.json(toModelCard(found[0], found));
  });
  for (const name of INFERENCE_CALLS) {
    router.post(`/openai/v1/${name}`, call(name));
  }
  router.get('/:id/v1/models', async (req, res) => {
    const caller = await begin(req, res);
    res.json(toModelList(await findAllowed(options, req.params.id, caller)));
  });
  router.get('/:id/v1/models/:model(.+?)', async (req, res) => {
    const caller = await begin(req, res);
    const { id, model } = req.params;
    const found = await findAllowed(options, id, caller);
    const meant = await options.directory.find(caller.organizationId, model);
    const both = found.filter(one => meant.some(other => other.id === one.id));
    if (both.length === 0) {
      throw unknownModel(model);
    }
    res.json(toModelCard(both[0], found));
  });
  for (const name of INFERENCE_CALLS) {
    router.post(`/:id/v1/${name}`, call(name));
  }
  router.use(['/:id/v1', '/openai'], async req => {
    await readInferenceCaller(req, options);
    const path = req.originalUrl.split('?')[0];
    const hint = req.baseUrl.endsWith('/openai')
      ? ': the base URL of clients ends with /openai/v1'
      : '';
    throw new OpenAiError(404, {
      code: 'unknown_url',
      message: `There is no ${req.method} ${printable(path)}${hint}`,
    });
  });
  router.use(answerOpenAiErrors(options));
  return router;
}

async function answerCall(
  options: InferenceRouterOptions,
  request: {
    call: InferenceCall;
    caller: InferenceCaller;
    req: express.Request;
    res: express.Response;
    /** By `performance.now`. */
    receivedAt: number;
  },
): Promise<void> {
  const { call, caller, req, res, receivedAt } = request;
  const { directory, engines, usage } = options;
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const { id } = req.params;
  // Before the body is read, where it need not be known for it
  const named = id && (await findAllowed(options, id, caller));
  if (caller.kind === 'key') {
    res.set(await admitKey(caller.key, usage));
  }
  const asksForBodyAt = performance.now();
  const body = await options.readBody(req);
  const bodyMs = performance.now() - asksForBodyAt;
  const models =
    named || (await findAllowed(options, readModelName(body.fields), caller));
  const [{ id: modelId, name }] = models;
  const onEnd = options.onInference(call);
  const revocation = followKey(options, caller);
  const over = AbortSignal.any([gone.signal, revocation.signal]);
  let outcome: Relayed = { tokens: NO_TOKENS, isError: true };
  let requestSeconds: number | undefined;
  try {
    const ready = await directory.findReady(models);
    const answer = await engines.ask(ready, body, { call, signal: over });
    // How fast a client sends its body is not our doing
    requestSeconds = (answer.sentAt - receivedAt - bodyMs) / 1000;
    try {
      outcome = await relayAnswer(answer, res, {
        ...{ modelName: name, silenceMs: options.silenceMs },
        ...{ gone: gone.signal, over },
      });
    } finally {
      answer.done();
    }
  } finally {
    revocation.leave();
    // Whoever hung up, or has no key any more, is no error of the model's
    const isError = outcome.isError && !over.aborted;
    const { tokens, heldSeconds } = outcome;
    usage.record({ id: modelId, name }, caller, { tokens, isError });
    const left = over.aborted ? 'left' : 'answered';
    onEnd(isError ? 'failed' : left, tokens, {
      ...(requestSeconds !== undefined && { request: requestSeconds }),
      ...(heldSeconds !== undefined && { answer: heldSeconds }),
    });
  }
}

// Tokens of Backstage end by themselves, and soon
function followKey({ revocations }: Inference, caller: InferenceCaller) {
  return caller.kind === 'key'
    ? revocations.follow(caller.key.id)
    : { signal: new AbortController().signal, leave() {} };
}

function readModelName({ model }: Record<string, unknown>): string {
  if (typeof model !== 'string' || model === '') {
    throw new OpenAiError(400, {
      code: 'missing_model',
      param: 'model',
      message:
        'model must name a model of the organization; GET …/models lists them',
    });
  }
  return model;
}

/** The models that a client means and may ask; 404 or 403 when there is none. */
async function findAllowed(
  { chat, directory }: Inference,
  reference: string,
  caller: InferenceCaller,
): Promise<StoredModel[]> {
  if (caller.kind === 'token' && MODEL_ID.test(reference)) {
    await chat.requireChat(reference, caller.caller);
    return directory.find(caller.organizationId, reference);
  }
  const found = await directory.find(caller.organizationId, reference);
  const allowed = await selectAllowed({ chat }, found, caller);
  if (allowed.length === 0) {
    throw caller.kind === 'key'
      ? unknownModel(reference)
      : new OpenAiError(403, {
          code: 'permission_denied',
          message: 'The permission organization-models.model.chat is needed',
        });
  }
  return allowed;
}

async function selectAllowed(
  { chat }: Pick<Inference, 'chat'>,
  models: StoredModel[],
  caller: InferenceCaller,
): Promise<StoredModel[]> {
  if (caller.kind === 'token') {
    return chat.selectChat(models, caller.caller);
  }
  const opened = caller.key.models;
  return opened ? models.filter(({ id }) => opened.includes(id)) : models;
}
