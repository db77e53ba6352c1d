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
import { ApiCaller, at } from './ApiCaller';
import type {
  CallOptions,
  CreateBody,
  HistoryQuery,
  ListQuery,
  LogQuery,
  UpdateBody,
  WaitedFor,
} from './calls';

/**
 * The typed client of the REST API; nobody else writes its URLs.
 *
 * @remarks Every method throws `ResponseError` of `@backstage/errors` when the
 * answer is not a success; `code` and `details` are in its `body.error`.
 * @public
 */
export class OrganizationModelsClient {
  readonly #api: ApiCaller;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#api = new ApiCaller(options);
  }

  // Models, and what else runs

  listModels(query?: ListQuery, options?: CallOptions): Promise<ModelList> {
    return this.#api.call('GET', '', { ...options, query });
  }

  listWorkloads(options?: CallOptions): Promise<WorkloadList> {
    return this.#api.call('GET', '/all', options);
  }

  getModel(id: string, options?: CallOptions): Promise<Model> {
    return this.#api.toModel('GET', at(id), options);
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
    const answer = await this.#api.call<{ model: Model } | undefined>(
      'GET',
      at(id),
      {
        ...options,
        query: {
          wait_for: state,
          timeout: timeoutSeconds ? `${timeoutSeconds}s` : undefined,
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
    return this.#api.send('GET', at(id, 'watch'), {
      ...options,
      headers: {
        Accept: 'text/event-stream',
        'Last-Event-ID': options?.lastEventId,
      },
    });
  }

  // What changes a model: each call has another that only plans it

  createModel(
    body: CreateBody,
    options?: CallOptions & { idempotencyKey?: string },
  ): Promise<Model> {
    return this.#api.toModel('POST', '', {
      ...{ ...options, body },
      headers: { 'Idempotency-Key': options?.idempotencyKey },
    });
  }

  planModel(body: CreateBody, options?: CallOptions): Promise<Plan> {
    return this.#api.toPlan('POST', '', { ...options, body });
  }

  updateModel(
    id: string,
    body: UpdateBody,
    options?: CallOptions & { generation?: number },
  ): Promise<Model> {
    const generation = options?.generation;
    return this.#api.toModel('PUT', at(id), {
      ...{ ...options, body },
      headers: {
        'If-Match': generation === undefined ? undefined : `"${generation}"`,
      },
    });
  }

  planUpdate(
    id: string,
    body: UpdateBody,
    options?: CallOptions,
  ): Promise<Plan> {
    return this.#api.toPlan('PUT', at(id), { ...options, body });
  }

  /** @param options - `planHash`: holds the deletion to a plan */
  deleteModel(
    id: string,
    { planHash, ...options }: CallOptions & { planHash?: string } = {},
  ): Promise<void> {
    return this.#api.call('DELETE', at(id), {
      ...options,
      query: { plan_hash: planHash },
    });
  }

  planDeletion(id: string, options?: CallOptions): Promise<Plan> {
    return this.#api.toPlan('DELETE', at(id), options);
  }

  /**
   * Forgets a model whose cluster is gone for good, for administrators.
   *
   * @returns what may be left in the cluster
   */
  forgetModel(id: string, options?: CallOptions): Promise<ForgottenModel> {
    return this.#api.call('DELETE', at(id), {
      ...options,
      query: { force: true },
    });
  }

  /**
   * Takes the platform's present settings in.
   *
   * @param body - `plan_hash` holds it to a plan
   */
  refreshModel(
    id: string,
    body: { plan_hash?: string; generation?: number } = {},
    options?: CallOptions,
  ): Promise<Model> {
    return this.#api.toModel('POST', at(id, 'refresh'), { ...options, body });
  }

  planRefresh(id: string, options?: CallOptions): Promise<Plan> {
    return this.#api.toPlan('POST', at(id, 'refresh'), {
      ...{ ...options, body: {} },
    });
  }

  /** Makes an earlier generation the current one again. */
  rollbackModel(
    id: string,
    body: RollbackBody,
    options?: CallOptions,
  ): Promise<Model> {
    return this.#api.toModel('POST', at(id, 'rollback'), { ...options, body });
  }

  planRollback(
    id: string,
    generation: number,
    options?: CallOptions,
  ): Promise<Plan> {
    return this.#api.toPlan('POST', at(id, 'rollback'), {
      ...{ ...options, body: { generation } },
    });
  }

  /** Makes a workload that is there a model. */
  adoptWorkload(body: AdoptBody, options?: CallOptions): Promise<Model> {
    return this.#api.toModel('POST', '/adopt', { ...options, body });
  }

  planAdoption(body: AdoptBody, options?: CallOptions): Promise<Plan> {
    return this.#api.toPlan('POST', '/adopt', { ...options, body });
  }

  /** Forgets a model and leaves it running. */
  releaseModel(
    id: string,
    body: { plan_hash?: string; generation?: number } = {},
    options?: CallOptions,
  ): Promise<Model> {
    return this.#api.toModel('POST', at(id, 'release'), { ...options, body });
  }

  planRelease(id: string, options?: CallOptions): Promise<Plan> {
    return this.#api.toPlan('POST', at(id, 'release'), {
      ...{ ...options, body: {} },
    });
  }

  /** Gives a model to another organization; for administrators. */
  transferModel(
    id: string,
    body: TransferBody,
    options?: CallOptions,
  ): Promise<Model> {
    return this.#api.toModel('POST', at(id, 'transfer'), { ...options, body });
  }

  planTransfer(
    id: string,
    organizationId: string,
    options?: CallOptions,
  ): Promise<Plan> {
    return this.#api.toPlan('POST', at(id, 'transfer'), {
      ...{ ...options, body: { organization_id: organizationId } },
    });
  }

  /** Sets nothing back that others change, for a while. */
  pauseHealing(
    id: string,
    body: PauseBody,
    options?: CallOptions,
  ): Promise<Model> {
    return this.#api.toModel('POST', at(id, 'pause-healing'), {
      ...{ ...options, body },
    });
  }

  resumeHealing(id: string, options?: CallOptions): Promise<Model> {
    return this.#api.toModel('DELETE', at(id, 'pause-healing'), options);
  }

  // How a model does, and what became of it

  getHistory(
    id: string,
    query?: HistoryQuery,
    options?: CallOptions,
  ): Promise<History> {
    return this.#api.call('GET', at(id, 'history'), { ...options, query });
  }

  /** @param against - the generation to compare to; without it, the one before */
  getGeneration(
    id: string,
    generation: number,
    { against, ...options }: CallOptions & { against?: number } = {},
  ): Promise<Generation> {
    return this.#api.call('GET', at(id, 'history', `${generation}`), {
      ...options,
      query: { against },
    });
  }

  getManifests(id: string, options?: CallOptions): Promise<Manifests> {
    return this.#api.call('GET', at(id, 'manifests'), options);
  }

  getPods(id: string, options?: CallOptions): Promise<Pods> {
    return this.#api.call('GET', at(id, 'pods'), options);
  }

  getEvents(id: string, options?: CallOptions): Promise<Events> {
    return this.#api.call('GET', at(id, 'events'), options);
  }

  getDiagnosis(id: string, options?: CallOptions): Promise<Diagnosis> {
    return this.#api.call('GET', at(id, 'diagnosis'), options);
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
    return this.#api.send('GET', at(id, 'logs'), {
      ...{ ...options, query },
      headers: { Accept: 'application/x-ndjson' },
    });
  }

  /** @param query - durations, such as `30m` and `30s` */
  getMetrics(
    id: string,
    query?: { range?: string; step?: string },
    options?: CallOptions,
  ): Promise<ModelMetrics> {
    return this.#api.call('GET', at(id, 'metrics'), { ...options, query });
  }

  /** How the models of the organization do now. */
  getLoads(options?: CallOptions): Promise<ModelLoads> {
    return this.#api.call('GET', '/metrics', options);
  }

  // Talking to models

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
    return this.#api.send('POST', `${at(id, 'v1')}/${path}`, {
      ...{ ...options, body },
    });
  }

  /**
   * The base URL for clients of OpenAI's API, which send a key or a token: of
   * the organization, where `model` names the model, or of one model.
   */
  getOpenAiUrl(id = 'openai'): Promise<string> {
    return this.#api.urlOf(at(id, 'v1'));
  }

  // The organization: its limits, tokens, keys and usage

  getStatus(options?: CallOptions): Promise<StatusAnswer> {
    return this.#api.call('GET', '/status', options);
  }

  /** The organizations that the caller acts for. */
  getOrganizations(options?: CallOptions): Promise<CallerOrganizations> {
    return this.#api.call('GET', '/organizations', options);
  }

  /** What the organization may use, and what it uses. */
  getQuota(options?: CallOptions): Promise<Quota> {
    return this.#api.call('GET', '/quota', options);
  }

  /**
   * Sets an organization's limits, for administrators; it need not be theirs.
   *
   * @param hard - what is left out is unlimited; `null`: as config says
   */
  updateQuota(hard: QuotaLimits | null, options?: CallOptions): Promise<Quota> {
    return this.#api.call('PUT', '/quota', { ...options, body: { hard } });
  }

  listTokens(options?: CallOptions): Promise<OrganizationTokenList> {
    return this.#api.call('GET', '/tokens', options);
  }

  async putToken(
    name: string,
    value: string,
    options?: CallOptions,
  ): Promise<OrganizationToken> {
    const { token } = await this.#api.call<{ token: OrganizationToken }>(
      'PUT',
      at('tokens', name),
      { ...options, body: { value } },
    );
    return token;
  }

  deleteToken(name: string, options?: CallOptions): Promise<void> {
    return this.#api.call('DELETE', at('tokens', name), options);
  }

  listKeys(options?: CallOptions): Promise<KeyList> {
    return this.#api.call('GET', '/keys', options);
  }

  /** The secret is in this answer, and in no other. */
  createKey(body: KeyBody, options?: CallOptions): Promise<CreatedKey> {
    return this.#api.call('POST', '/keys', { ...options, body });
  }

  deleteKey(id: string, options?: CallOptions): Promise<void> {
    return this.#api.call('DELETE', at('keys', id), options);
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
    return this.#api.call('GET', '/usage', { ...options, query });
  }
}
