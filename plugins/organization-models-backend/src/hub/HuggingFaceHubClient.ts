import {
  parseArchitecture,
  type ModelArchitecture,
  type ModelWeights,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { z } from 'zod';
import { fetchJson, type FetchJsonOptions } from './fetchJson';
import type { HubAnswer, HubClient, HubModel, HubRequest } from './HubClient';
import {
  filePath,
  filesPath,
  isModelId,
  isRevision,
  metadataPath,
} from './hubPath';
import { HubRequestError } from './HubRequestError';
import { findUnservable } from './findUnservable';
import { sumWeightFiles, type HubFile } from './sumWeightFiles';

export type HuggingFaceHubOptions = {
  /** Of the hub or a mirror, which may have a path. */
  baseUrl?: string;
  /** For all requests of one call together: 5,000 unless given. */
  timeoutMs?: number;
};

const MEBIBYTE = 2 ** 20;

const count = z.number().int().nonnegative();

const metadata = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  gated: z.union([z.boolean(), z.string()]).optional(),
  safetensors: z
    .object({ parameters: z.record(z.string(), count) })
    .optional()
    .catch(undefined),
});

const safetensorsIndex = z.object({
  metadata: z.object({ total_size: count }),
});

const files = z.object({
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      // unknown without ?blobs=true, which a mirror may not know
      size: count,
    }),
  ),
});

type Read = Omit<FetchJsonOptions, 'maxBytes'>;

/**
 * Reads from the Hugging Face hub, or a mirror of it, over HTTP.
 *
 * @remarks It keeps nothing: wrap it in another {@link HubClient} that does.
 */
export class HuggingFaceHubClient implements HubClient {
  readonly #baseUrl: string;
  readonly #timeoutMs: number;

  constructor(options: HuggingFaceHubOptions = {}) {
    const { baseUrl = 'https://huggingface.co', timeoutMs = 5_000 } = options;
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.#timeoutMs = timeoutMs;
  }

  async readArchitecture(request: HubRequest): Promise<HubAnswer> {
    const { id, revision = 'main', token, signal } = request;
    const refusal = refuse(id, revision, token);
    if (refusal) {
      return refusal;
    }
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const read: Read = {
      id,
      token,
      baseUrl: this.#baseUrl,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    };
    try {
      return await readModel(read, revision);
    } catch (error) {
      signal?.throwIfAborted();
      return this.#toAnswer(error, timeout);
    }
  }

  #toAnswer(error: unknown, timeout: AbortSignal): HubAnswer {
    if (error instanceof HubRequestError) {
      return error.answer;
    }
    const { host } = new URL(this.#baseUrl);
    // words of the error itself might hold what was sent
    const why = timeout.aborted
      ? `did not answer within ${this.#timeoutMs / 1000} s`
      : `cannot be reached (${codeOf(error)})`;
    return { outcome: 'unavailable', message: `The model hub ${host} ${why}.` };
  }
}

function refuse(
  id: string,
  revision: string,
  token: string | undefined,
): HubAnswer | undefined {
  if (!isModelId(id)) {
    return { outcome: 'missing', message: 'That is no id of a model.' };
  }
  if (!isRevision(revision)) {
    return { outcome: 'missing', message: `${id} has no such revision.` };
  }
  // fetch would put such a token into its error
  return token === undefined || /^[\x21-\x7e]+$/.test(token)
    ? undefined
    : { outcome: 'unauthorized', message: 'That is no token of a model hub.' };
}

async function readModel(read: Read, revision: string): Promise<HubModel> {
  const answer = metadata.safeParse(
    await fetchJson(metadataPath(read.id, revision), {
      ...read,
      maxBytes: 4 * MEBIBYTE,
    }),
  );
  if (!answer.success) {
    const message = 'The model hub answered something that is not understood.';
    throw new HubRequestError({ outcome: 'unavailable', message });
  }
  const { sha: commit, gated, safetensors } = answer.data;
  const parameters = safetensors?.parameters;
  const [config, listing] = await Promise.all([
    readFile(read, filePath(read.id, commit, 'config.json'), CONFIG_BYTES),
    readListing(read, commit),
  ]);
  const unservable = findUnservable(listing, config);
  const [architecture, weights, baseModel] = await Promise.all([
    unservable === 'adapter'
      ? undefined
      : readArchitecture(read, { commit, config, parameters }),
    readWeights(read, { commit, listing, parameters }),
    unservable === 'adapter' ? readBaseModel(read, commit) : undefined,
  ]);
  return {
    outcome: 'found',
    commit,
    gated: Boolean(gated),
    architecture,
    weights,
    ...(unservable && { unservable }),
    ...(baseModel && { baseModel }),
  };
}

/** Lists of layers that are quantized are long. */
const CONFIG_BYTES = 8 * MEBIBYTE;

const separateQuantization = z.object({ quantization: z.looseObject({}) });

const adapterConfig = z.object({
  base_model_name_or_path: z.string().refine(isModelId),
});

// which may also be a folder of whoever trained it
async function readBaseModel(
  read: Read,
  commit: string,
): Promise<string | undefined> {
  const path = filePath(read.id, commit, 'adapter_config.json');
  const adapter = adapterConfig.safeParse(
    await readFile(read, path, CONFIG_BYTES),
  );
  return adapter.data?.base_model_name_or_path;
}

type Seen = { commit: string; parameters?: ModelWeights['parameters'] };

async function readArchitecture(
  read: Read,
  { commit, config, parameters = {} }: Seen & { config: unknown },
): Promise<ModelArchitecture | undefined> {
  const readOwn = (file: string) =>
    readFile(read, filePath(read.id, commit, file), CONFIG_BYTES);
  const architecture = parseArchitecture(
    config ?? (await readOwn('params.json')),
  );
  const isNarrow = Object.keys(parameters).some(one => /^F8|^U8|^F4/.test(one));
  if (!architecture || architecture.quantization || !isNarrow) {
    return architecture;
  }
  // ModelOpt wrote it into a file of its own at first
  const separate = separateQuantization.safeParse(
    await readOwn('hf_quant_config.json'),
  );
  return separate.success
    ? parseArchitecture({
        ...(config as object),
        quantization_config: {
          quant_method: 'modelopt',
          ...separate.data.quantization,
        },
      })
    : architecture;
}

async function readWeights(
  read: Read,
  { commit, listing, parameters }: Seen & { listing: HubFile[] },
): Promise<ModelWeights | undefined> {
  const totalBytes = sumWeightFiles(listing) ?? (await readIndex(read, commit));
  return totalBytes || parameters ? { parameters, totalBytes } : undefined;
}

// a hub that does not tell sizes still has told what the model is
async function readListing(read: Read, commit: string): Promise<HubFile[]> {
  try {
    const listing = files.safeParse(
      await fetchJson(filesPath(read.id, commit), {
        ...read,
        maxBytes: 16 * MEBIBYTE,
      }),
    );
    return (listing.data?.siblings ?? []).map(({ rfilename, size }) => ({
      path: rfilename,
      bytes: size,
    }));
  } catch (error) {
    if (error instanceof HubRequestError) {
      return [];
    }
    throw error;
  }
}

// of many files the index knows the sum
async function readIndex(
  read: Read,
  commit: string,
): Promise<number | undefined> {
  const path = filePath(read.id, commit, 'model.safetensors.index.json');
  const index = safetensorsIndex.safeParse(
    await readFile(read, path, 32 * MEBIBYTE),
  );
  return index.success ? index.data.metadata.total_size : undefined;
}

async function readFile(
  read: Read,
  path: string,
  maxBytes: number,
): Promise<unknown> {
  try {
    return await fetchJson(path, { ...read, maxBytes });
  } catch (error) {
    if (error instanceof HubRequestError && error.code === 'EntryNotFound') {
      return undefined;
    }
    throw error;
  }
}

// fetch says only "fetch failed"; its cause has the code of the socket
function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : 'network error';
}
