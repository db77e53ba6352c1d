import { LRUCache } from 'lru-cache';
import { findRuntime } from '../../domain/engines/findRuntime';
import type { Observation } from '../../domain/facts/Observation';
import type { StoredModel } from '../../domain/facts/StoredModel';
import type { EnginePod } from './EngineGateway';
import { OpenAiError, unknownModel } from '../errors/OpenAiError';

/** How long what was read is used again, in milliseconds. */
const REMEMBERED_MS = 1_000;
const MOST_REMEMBERED = 10_000;
/** What may be an id, a name or a display name; nothing else is asked for. */
const POSSIBLE = /^[^\p{Cc}\p{Cs}]{1,200}$/u;
/** Seconds after which a model that is not ready may be. */
const RETRY_SECONDS = { starting: 10, others: 60 };

export interface ModelStore {
  readMeant(organizationId: string, reference: string): Promise<StoredModel[]>;
  readOf(organizationId: string): Promise<StoredModel[]>;
}

export interface ObservationStore {
  read(modelId: string): Promise<{ observation: Observation } | undefined>;
}

/** A model that answers, and the pods which do. */
export type ReadyModel = { model: StoredModel; pods: EnginePod[] };

/** Finds models by what clients call them, and the pods that serve them. */
export class ModelDirectory {
  readonly #models: LRUCache<string, StoredModel[]>;
  readonly #observations: LRUCache<string, { observation?: Observation }>;

  constructor(
    private readonly options: {
      models: ModelStore;
      observations: ObservationStore;
    },
  ) {
    const remembered = { max: MOST_REMEMBERED, ttl: REMEMBERED_MS };
    this.#models = new LRUCache({
      ...remembered,
      fetchMethod: async key => {
        const [organizationId, reference] = JSON.parse(key);
        return options.models.readMeant(organizationId, reference);
      },
    });
    this.#observations = new LRUCache({
      ...remembered,
      fetchMethod: async id => (await options.observations.read(id)) ?? {},
    });
  }

  list(organizationId: string): Promise<StoredModel[]> {
    return this.options.models.readOf(organizationId);
  }

  /**
   * The models that a client may mean: names are unique in a cluster only.
   *
   * @throws 404 when there is none
   */
  async find(
    organizationId: string,
    reference: string,
  ): Promise<StoredModel[]> {
    const key = JSON.stringify([organizationId, reference]);
    const models = POSSIBLE.test(reference)
      ? (await this.#models.fetch(key)) ?? []
      : [];
    if (models.length === 0) {
      throw unknownModel(reference);
    }
    return models;
  }

  /**
   * The first of some models that answers.
   *
   * @throws 503 with the reason of the status when none does
   */
  async findReady(models: StoredModel[]): Promise<ReadyModel> {
    for (const model of models.filter(isWanted)) {
      const pods = await this.#readyPods(model);
      if (pods.length > 0) {
        return { model, pods };
      }
    }
    throw notReady(models[0]);
  }

  // Of a pod that is ending, requests under way go on, and no new ones begin
  async #readyPods(model: StoredModel): Promise<EnginePod[]> {
    const { observation } = (await this.#observations.fetch(model.id)) ?? {};
    const { port } = findRuntime(model.resolved.runtime).endpoints;
    return (observation?.model.pods ?? [])
      .filter(({ ready, deleting }) => ready && !deleting)
      .map(({ name, namespace, uid, address }) => ({
        ...{ cluster: model.cluster, namespace, name, uid, address, port },
      }));
  }
}

function isWanted({ spec, deletionRequestedAt }: StoredModel): boolean {
  return spec.desired_state !== 'stopped' && !deletionRequestedAt;
}

function notReady(model: StoredModel): OpenAiError {
  const { name, status, statusReason } = model;
  const comesByItself = isWanted(model) && status !== 'failed';
  return new OpenAiError(503, {
    code: statusReason?.code ?? 'ModelNotReady',
    message: [
      `The model ${name} is ${status === 'running' ? 'not ready' : status}`,
      ...(statusReason ? [statusReason.message] : []),
    ].join(': '),
    retryAfterSeconds: comesByItself
      ? RETRY_SECONDS.starting
      : RETRY_SECONDS.others,
    // Clients of OpenAI's would wait for minutes until they tell somebody of
    // what waits for somebody
    headers: comesByItself ? {} : { 'x-should-retry': 'false' },
  });
}
