/*
 * A stand-in of the Hugging Face hub's HTTP API, as far as it is asked about models: metadata, the small files
 * that describe one, and who may read it. There are weights behind it only where somebody has them in a folder.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import express, { Express, NextFunction, Request, Response } from 'express';
import {
  commitOf,
  describeModel,
  HubFile,
  listFiles,
  weightBytes,
} from './describeModel';
import { HubRefusal, refuseFiles, refuseMetadata } from './hubAccess';
import { HubModel, hubModels } from './hubModels';
import { readModelFolder } from './readModelFolder';

export interface HubOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** How long the answers about `stand-in/slow` take, in seconds. Default: 20. */
  readonly slowSeconds?: number;
  /** Folders with models beside the usual ones, or in place of them: `OWNER/NAME/config.json` and the like. */
  readonly modelsDirectories?: readonly string[];
}

/** A hub at work on 127.0.0.1. */
export interface Hub {
  /** For `HF_ENDPOINT`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the hub. */
export async function startHub(options: HubOptions = {}): Promise<Hub> {
  const { slowSeconds = 20, modelsDirectories = [] } = options;
  const stopping = new AbortController();
  const app = createHub({
    slowSeconds,
    findModel: id =>
      modelsDirectories
        .map(directory => readModelFolder(directory, id))
        .find(Boolean) ?? hubModels.find(model => model.id === id),
    signal: stopping.signal,
  });
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise(resolve => {
        stopping.abort();
        // Twice, where a test has it go away before the others end
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answer = (
  model: HubModel,
  request: Request,
  response: Response,
) => HubRefusal | void;

type Refuse = typeof refuseMetadata;

interface Behaviour {
  slowSeconds: number;
  findModel(id: string): HubModel | undefined;
  signal: AbortSignal;
}

function createHub(behaviour: Behaviour): Express {
  const app = express();
  app.disable('x-powered-by');
  const about = (refuse: Refuse, answer: Answer) => {
    const handler = answerAbout(refuse, answer, behaviour);
    return (request: Request, response: Response, next: NextFunction) => {
      handler(request, response).catch(next);
    };
  };
  const api = '/api/models/:owner/:name';
  app.get(`${api}/auth-check`, about(refuseFiles, sendAuthorized));
  app.get([api, `${api}/revision/:revision`], about(refuseMetadata, sendModel));
  app.get(`${api}/tree/:revision`, about(refuseMetadata, sendTree));
  app.get(
    '/:owner/:name/resolve/:revision/:file(*)',
    about(refuseFiles, sendFile),
  );
  return app;
}

function answerAbout(
  refuse: Refuse,
  answer: Answer,
  { slowSeconds, findModel, signal }: Behaviour,
) {
  return async (request: Request, response: Response) => {
    const { owner, name, revision = 'main' } = request.params;
    const model = findModel(`${owner}/${name}`);
    const token = request.get('authorization')?.replace(/^Bearer /, '');
    if (model?.behaviour === 'rate-limited') {
      sendRateLimit(response);
      return;
    }
    if (model?.behaviour === 'slow') {
      await delay(slowSeconds * 1_000, undefined, { signal, ref: false });
    }
    const refusal =
      refuse(model, token) ??
      refuseRevision(model!, revision) ??
      answer(model!, request, response);
    if (refusal) {
      sendRefusal(response, refusal);
    }
  };
}

function refuseRevision(
  model: HubModel,
  revision: string,
): HubRefusal | undefined {
  return ['main', commitOf(model)].includes(revision)
    ? undefined
    : {
        status: 404,
        code: 'RevisionNotFound',
        message: `Invalid rev id: ${revision}`,
      };
}

const sendAuthorized: Answer = (_model, _request, response) => {
  response.json({});
};

const sendModel: Answer = (model, request, response) => {
  const { expand = [], blobs } = request.query;
  response.json(
    describeModel(model, {
      expand: [expand].flat().map(String),
      blobs: blobs === 'true' || blobs === '1',
    }),
  );
};

const sendTree: Answer = (model, _request, response) => {
  response.json(
    listFiles(model).map(({ rfilename, size }) => ({
      type: 'file',
      path: rfilename,
      oid: oidOf({ rfilename, size }),
      size,
    })),
  );
};

// Of another content, as far as it shows
function oidOf({ rfilename, size }: HubFile): string {
  return createHash('sha1').update(`${rfilename} ${size}`).digest('hex');
}

const sendFile: Answer = (model, request, response) => {
  const { file } = request.params;
  const entry = listFiles(model).find(({ rfilename }) => rfilename === file);
  const content = readFile(model, file);
  const isThere =
    model.folder !== undefined && existsSync(path.join(model.folder, file));
  const isTold = content !== undefined || request.method === 'HEAD';
  if (!entry || !(isThere || isTold)) {
    return {
      status: 404,
      code: 'EntryNotFound',
      message: `Entry not found`,
    };
  }
  response.set('X-Repo-Commit', commitOf(model));
  if (isThere) {
    // Also a part of it, and its ETag: clients ask for both
    response.sendFile(file, { root: model.folder });
  } else if (content === undefined) {
    response.set('X-Linked-Size', String(entry.size)).end();
  } else {
    response.json(content);
  }
  return undefined;
};

function readFile(model: HubModel, file: string): object | undefined {
  const content = model.contents?.[file];
  if (content !== undefined) {
    return JSON.parse(content);
  }
  if (file === 'config.json') {
    return model.config;
  }
  return file === 'model.safetensors.index.json' && !model.contents
    ? { metadata: { total_size: weightBytes(model) }, weight_map: {} }
    : undefined;
}

function sendRefusal(
  response: Response,
  { status, code, message }: HubRefusal,
) {
  if (code) {
    response.set('X-Error-Code', code);
  }
  response.set('X-Error-Message', message);
  response.status(status).json({ error: message });
}

function sendRateLimit(response: Response) {
  response.set('Retry-After', '300');
  response
    .status(429)
    .json({ error: 'We had to rate limit you. Please retry later.' });
}
