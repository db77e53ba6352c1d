import { ResponseError } from '@backstage/errors';
import type {
  AdoptBody,
  CallerOrganizations,
  CreatedKey,
  Diagnosis,
  Events,
  ForgottenModel,
  Generation,
  History,
  KeyBody,
  KeyList,
  Manifests,
  Model,
  ModelList,
  ModelLoads,
  ModelMetrics,
  ModelSpecInput,
  OrganizationToken,
  OrganizationTokenList,
  Plan,
  PauseBody,
  Pods,
  Quota,
  QuotaLimits,
  RollbackBody,
  StatusAnswer,
  TransferBody,
  Usage,
  WorkloadList,
} from '../types';

/** Where and how a call is made. @public */
export type CallOptions = {
  /** A Backstage token; browsers leave it to their `fetch`. */
  token?: string;
  /** Ref or bare name of the organization, for callers with several. */
  organization?: string;
  signal?: AbortSignal;
};

/** Filters of a list; a repeated filter means or, `tag` means and. @public */
export type ListQuery = {
  model_type?: string | string[];
  status?: string | string[];
  is_public?: boolean;
  tag?: string | string[];
  created_by?: string | string[];
  q?: string;
  sort?: string;
  limit?: number;
  cursor?: string;
};

/** Which entries of a history are wanted. @public */
export type HistoryQuery = {
  kind?: string | string[];
  code?: string | string[];
  actor?: string | string[];
  generation?: number | number[];
  /** RFC 3339. */
  since?: string;
  until?: string;
  limit?: number;
  cursor?: string;
};

/** What a call may wait for. @public */
export type WaitedFor = 'running' | 'stopped' | 'deleted';

/** The body of POST. @public */
export type CreateBody = ModelSpecInput & { plan_hash?: string };

/** The body of PUT: only what changes; `null` restores a default. @public */
export type UpdateBody = { [field: string]: unknown };

/** Which log lines are wanted; of all pods and containers unless named. @public */
export type LogQuery = {
  pod?: string;
  container?: string;
  /** Those of the containers that ran before. */
  previous?: boolean;
  tail_lines?: number;
  /** A duration as `10m`, or a time, RFC 3339. */
  since?: string;
  follow?: boolean;
};

/**
 * The typed client of the REST API; nobody else writes its URLs.
 *
 * @remarks Every method throws `ResponseError` of `@backstage/errors` when the
 * answer is not a success; `code` and `details` are in its `body.error`.
 * @public
 */
export class OrganizationModelsClient {
  readonly #discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetch: typeof fetch;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetch = options.fetchApi?.fetch ?? fetch;
  }

  getStatus(options?: CallOptions): Promise<StatusAnswer> {
    return this.#call('GET', '/status', { ...options });
  }

  /** The organizations that the caller acts for. */
  getOrganizations(options?: CallOptions): Promise<CallerOrganizations> {
    return this.#call('GET', '/organizations', { ...options });
  }

  /** What the organization may use, and what it uses. */
  getQuota(options?: CallOptions): Promise<Quota> {
    return this.#call('GET', '/quota', { ...options });
  }

  /**
   * Sets an organization's limits, for administrators; it need not be theirs.
   *
   * @param hard - what is left out is unlimited; `null`: as config says
   */
  updateQuota(hard: QuotaLimits | null, options?: CallOptions): Promise<Quota> {
    return this.#call('PUT', '/quota', { ...options, body: { hard } });
  }

  listModels(query?: ListQuery, options?: CallOptions): Promise<ModelList> {
    return this.#call('GET', '', { ...options, query });
  }

  listWorkloads(options?: CallOptions): Promise<WorkloadList> {
    return this.#call('GET', '/all', { ...options });
  }

  async createModel(
    body: CreateBody,
    options?: CallOptions & { idempotencyKey?: string },
  ): Promise<Model> {
    const { model } = await this.#call<{ model: Model }>('POST', '', {
      ...options,
      body,
      headers: options?.idempotencyKey
        ? { 'Idempotency-Key': options.idempotencyKey }
        : undefined,
    });
    return model;
  }

  planModel(body: CreateBody, options?: CallOptions): Promise<Plan> {
    return this.#call('POST', '', {
      ...options,
      body,
      query: { dry_run: true },
    });
  }

  async getModel(id: string, options?: CallOptions): Promise<Model> {
    const { model } = await this.#call<{ model: Model }>('GET', at(id), {
      ...options,
    });
    return model;
  }

  /**
   * Answers when a model is as it is waited for.
   *
   * @returns `undefined` when it is gone, which was waited for
   * @throws with the code `WaitTimedOut` or `ModelFailed` when it is not
   */
  async waitForModel(
    id: string,
    wanted: { state: WaitedFor; timeoutSeconds?: number },
    options?: CallOptions,
  ): Promise<Model | undefined> {
    const { state, timeoutSeconds } = wanted;
    const answer = await this.#call<{ model: Model } | undefined>(
      'GET',
      at(id),
      {
        ...options,
        query: {
          wait_for: state,
          ...(timeoutSeconds ? { timeout: `${timeoutSeconds}s` } : {}),
        },
      },
    );
    return answer?.model;
  }

  /**
   * Tells of a model's state each time that it changes.
   *
   * @param options - `lastEventId`: of the last event that was read before
   * @returns an answer whose body is a stream of server-sent events; the data
   * of each `state` is a `ModelState`. It ends when the caller ends it
   */
  watchModel(
    id: string,
    options?: CallOptions & { lastEventId?: string },
  ): Promise<Response> {
    const { lastEventId, ...others } = options ?? {};
    return this.#send('GET', at(id, 'watch'), {
      ...others,
      headers: {
        Accept: 'text/event-stream',
        ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}),
      },
    });
  }

  async updateModel(
    id: string,
    body: UpdateBody,
    options?: CallOptions & { generation?: number },
  ): Promise<Model> {
    const { model } = await this.#call<{ model: Model }>('PUT', at(id), {
      ...options,
      body,
      headers:
        options?.generation === undefined
          ? undefined
          : { 'If-Match': `"${options.generation}"` },
    });
    return model;
  }

  planUpdate(
    id: string,
    body: UpdateBody,
    options?: CallOptions,
  ): Promise<Plan> {
    return this.#call('PUT', at(id), {
      ...options,
      body,
      query: { dry_run: true },
    });
  }

  /**
   * Takes the platform's present settings in.
   *
   * @param body - `plan_hash` holds it to a plan
   */
  async refreshModel(
    id: string,
    body?: { plan_hash?: string; generation?: number },
    options?: CallOptions,
  ): Promise<Model> {
    const { model } = await this.#call<{ model: Model }>(
      'POST',
      `${at(id)}/refresh`,
      { ...options, body: body ?? {} },
    );
    return model;
  }

  planRefresh(id: string, options?: CallOptions): Promise<Plan> {
    return this.#call('POST', `${at(id)}/refresh`, {
      ...options,
      body: {},
      query: { dry_run: true },
    });
  }

  /** Makes a workload that is there a model. */
  async adoptWorkload(body: AdoptBody, options?: CallOptions): Promise<Model> {
    const { model } = await this.#call<{ model: Model }>('POST', '/adopt', {
      ...options,
      body,
    });
    return model;
  }

  planAdoption(body: AdoptBody, options?: CallOptions): Promise<Plan> {
    return this.#call('POST', '/adopt', {
      ...options,
      body,
      query: { dry_run: true },
    });
  }

  /** Forgets a model and leaves it running. */
  async releaseModel(
    id: string,
    body?: { plan_hash?: string; generation?: number },
    options?: CallOptions,
  ): Promise<Model> {
    return this.#step(id, 'release', { ...options, body: body ?? {} });
  }

  planRelease(id: string, options?: CallOptions): Promise<Plan> {
    return this.#call('POST', at(id, 'release'), {
      ...options,
      body: {},
      query: { dry_run: true },
    });
  }

  /** Gives a model to another organization; for administrators. */
  async transferModel(
    id: string,
    body: TransferBody,
    options?: CallOptions,
  ): Promise<Model> {
    return this.#step(id, 'transfer', { ...options, body });
  }

  planTransfer(
    id: string,
    organizationId: string,
    options?: CallOptions,
  ): Promise<Plan> {
    return this.#call('POST', at(id, 'transfer'), {
      ...options,
      body: { organization_id: organizationId },
      query: { dry_run: true },
    });
  }

  /** Sets nothing back that others change, for a while. */
  async pauseHealing(
    id: string,
    body: PauseBody,
    options?: CallOptions,
  ): Promise<Model> {
    return this.#step(id, 'pause-healing', { ...options, body });
  }

  async resumeHealing(id: string, options?: CallOptions): Promise<Model> {
    const { model } = await this.#call<{ model: Model }>(
      'DELETE',
      at(id, 'pause-healing'),
      { ...options },
    );
    return model;
  }

  async #step(
    id: string,
    step: string,
    options: CallOptions & { body: object },
  ): Promise<Model> {
    const { model } = await this.#call<{ model: Model }>(
      'POST',
      at(id, step),
      options,
    );
    return model;
  }

  /** @param options - `planHash`: holds the deletion to a plan */
  async deleteModel(
    id: string,
    { planHash, ...options }: CallOptions & { planHash?: string } = {},
  ): Promise<void> {
    await this.#call('DELETE', at(id), {
      ...options,
      query: { plan_hash: planHash },
    });
  }

  planDeletion(id: string, options?: CallOptions): Promise<Plan> {
    return this.#call('DELETE', at(id), {
      ...options,
      query: { dry_run: true },
    });
  }

  /**
   * Forgets a model whose cluster is gone for good, for administrators.
   *
   * @returns what may be left in the cluster
   */
  forgetModel(id: string, options?: CallOptions): Promise<ForgottenModel> {
    return this.#call('DELETE', at(id), { ...options, query: { force: true } });
  }

  getHistory(
    id: string,
    query?: HistoryQuery,
    options?: CallOptions,
  ): Promise<History> {
    return this.#call('GET', at(id, 'history'), { ...options, query });
  }

  /** @param against - the generation to compare to; without it, the one before */
  getGeneration(
    id: string,
    generation: number,
    { against, ...options }: CallOptions & { against?: number } = {},
  ): Promise<Generation> {
    return this.#call('GET', `${at(id, 'history')}/${generation}`, {
      ...options,
      query: { against },
    });
  }

  /** Makes an earlier generation the current one again. */
  async rollbackModel(
    id: string,
    body: RollbackBody,
    options?: CallOptions,
  ): Promise<Model> {
    const { model } = await this.#call<{ model: Model }>(
      'POST',
      at(id, 'rollback'),
      { ...options, body },
    );
    return model;
  }

  planRollback(
    id: string,
    generation: number,
    options?: CallOptions,
  ): Promise<Plan> {
    return this.#call('POST', at(id, 'rollback'), {
      ...options,
      body: { generation },
      query: { dry_run: true },
    });
  }

  getManifests(id: string, options?: CallOptions): Promise<Manifests> {
    return this.#call('GET', at(id, 'manifests'), { ...options });
  }

  getPods(id: string, options?: CallOptions): Promise<Pods> {
    return this.#call('GET', at(id, 'pods'), { ...options });
  }

  getEvents(id: string, options?: CallOptions): Promise<Events> {
    return this.#call('GET', at(id, 'events'), { ...options });
  }

  getDiagnosis(id: string, options?: CallOptions): Promise<Diagnosis> {
    return this.#call('GET', at(id, 'diagnosis'), { ...options });
  }

  listTokens(options?: CallOptions): Promise<OrganizationTokenList> {
    return this.#call('GET', '/tokens', { ...options });
  }

  async putToken(
    name: string,
    value: string,
    options?: CallOptions,
  ): Promise<OrganizationToken> {
    const { token } = await this.#call<{ token: OrganizationToken }>(
      'PUT',
      at('tokens', name),
      { ...options, body: { value } },
    );
    return token;
  }

  async deleteToken(name: string, options?: CallOptions): Promise<void> {
    await this.#call('DELETE', at('tokens', name), { ...options });
  }

  /**
   * The log lines of a model's pods.
   *
   * @returns an answer whose body is a stream: each line is a `LogLine` in JSON.
   * With `follow` it ends when the caller does
   */
  getLogs(
    id: string,
    query?: LogQuery,
    options?: CallOptions,
  ): Promise<Response> {
    return this.#send('GET', at(id, 'logs'), {
      ...options,
      query,
      headers: { Accept: 'application/x-ndjson' },
    });
  }

  /** @param query - durations, such as `30m` and `30s` */
  getMetrics(
    id: string,
    query?: { range?: string; step?: string },
    options?: CallOptions,
  ): Promise<ModelMetrics> {
    return this.#call('GET', at(id, 'metrics'), { ...options, query });
  }

  /** How the models of the organization do now. */
  getLoads(options?: CallOptions): Promise<ModelLoads> {
    return this.#call('GET', '/metrics', { ...options });
  }

  /**
   * Calls the OpenAI-compatible API of a model.
   *
   * @param path - beneath `/v1`, for instance `chat/completions`
   * @returns the answer as it comes: with `stream: true` its body is a stream of
   * server-sent events
   */
  callModel(
    id: string,
    path: string,
    body: unknown,
    options?: CallOptions,
  ): Promise<Response> {
    return this.#send('POST', `${at(id)}/v1/${path}`, { ...options, body });
  }

  listKeys(options?: CallOptions): Promise<KeyList> {
    return this.#call('GET', '/keys', { ...options });
  }

  /** The secret is in this answer, and in no other. */
  createKey(body: KeyBody, options?: CallOptions): Promise<CreatedKey> {
    return this.#call('POST', '/keys', { ...options, body });
  }

  async deleteKey(id: string, options?: CallOptions): Promise<void> {
    await this.#call('DELETE', at('keys', id), { ...options });
  }

  /** What the organization used; days are of UTC, `to` is included. */
  getUsage(
    query?: {
      from?: string;
      to?: string;
      group_by?: 'day' | 'model' | 'key' | 'user';
    },
    options?: CallOptions,
  ): Promise<Usage> {
    return this.#call('GET', '/usage', { ...options, query });
  }

  /**
   * The base URL for clients of OpenAI's API, which send a key or a token: of
   * the organization, where `model` names the model, or of one model.
   */
  async getOpenAiUrl(id = 'openai'): Promise<string> {
    const base = await this.#discoveryApi.getBaseUrl('organization-models');
    return `${base}/v1/organization/models${at(id, 'v1')}`;
  }

  async #call<T>(
    method: string,
    path: string,
    options: SendOptions,
  ): Promise<T> {
    const response = await this.#send(method, path, options);
    return response.status === 204 ? (undefined as T) : await response.json();
  }

  async #send(
    method: string,
    path: string,
    options: SendOptions,
  ): Promise<Response> {
    const base = await this.#discoveryApi.getBaseUrl('organization-models');
    const url = `${base}/v1/organization/models${path}${toQuery(
      options.query,
    )}`;
    const response = await this.#fetch(url, {
      method,
      signal: options.signal,
      headers: {
        ...(options.body === undefined
          ? {}
          : { 'Content-Type': 'application/json' }),
        ...(options.token ? { Authorization: `Bearer ${options.token}` } : {}),
        ...(options.organization
          ? { 'X-Organization': options.organization }
          : {}),
        ...options.headers,
      },
      body:
        options.body === undefined ? undefined : JSON.stringify(options.body),
    });
    if (!response.ok) {
      throw await toResponseError(response);
    }
    return response;
  }
}

type SendOptions = CallOptions & {
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string>;
};

// Errors in OpenAI's shape lack what Backstage's reader looks for: it would
// show the whole body as the message
async function toResponseError(response: Response): Promise<ResponseError> {
  const { status: statusCode, statusText, headers } = response;
  const body = await response.text();
  return ResponseError.fromResponse(
    new Response(withResponse(body, statusCode), {
      status: statusCode,
      statusText,
      headers,
    }),
  );
}

function withResponse(body: string, statusCode: number): string {
  try {
    const answer = JSON.parse(body);
    const isShort = answer?.error?.message && !answer.response;
    return isShort
      ? JSON.stringify({ ...answer, response: { statusCode } })
      : body;
  } catch {
    return body;
  }
}

function at(id: string, part?: string): string {
  const rest = part ? `/${encodeURIComponent(part)}` : '';
  return `/${encodeURIComponent(id)}${rest}`;
}

function toQuery(query: Record<string, unknown> = {}): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) {
        parameters.append(key, String(item));
      }
    }
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}
