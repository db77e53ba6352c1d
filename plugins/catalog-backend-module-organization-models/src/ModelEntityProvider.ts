import type {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import {
  MODEL_EVENTS_TOPIC,
  type ModelEventPayload,
  type OrganizationModelsService,
} from '@orgmodels/backstage-plugin-organization-models-node';
import { toModelEntity, toModelEntityRef } from './toModelEntity';

const PROVIDER_NAME = 'organization-models';
const PAGE_SIZE = 500;
const EVERY_ORGANIZATION = '*';

/**
 * Keeps the catalog's entities of models: each change at once, by an event,
 * and all of them from time to time, since events may be lost.
 */
export class ModelEntityProvider implements EntityProvider {
  #connection: EntityProviderConnection | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: {
      appUrl: string;
      auth: AuthService;
      events: EventsService;
      logger: LoggerService;
      models: Pick<OrganizationModelsService, 'listModels' | 'getModel'>;
      scheduler: SchedulerService;
    },
  ) {}

  getProviderName(): string {
    return PROVIDER_NAME;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    const { events, scheduler } = this.options;
    await events.subscribe({
      id: 'catalog-organization-models',
      topics: [MODEL_EVENTS_TOPIC],
      onEvent: async ({ eventPayload }) =>
        this.#onEvent(eventPayload as ModelEventPayload),
    });
    await scheduler.scheduleTask({
      id: 'organization-models-entities',
      frequency: { minutes: 5 },
      timeout: { minutes: 4 },
      initialDelay: { seconds: 5 },
      fn: () => this.#inTurn(() => this.#replaceAll()),
    });
  }

  // A list that began before a change must not be laid over it
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  // What is observed all the time is not in an entity
  async #onEvent(event: ModelEventPayload): Promise<void> {
    if (event.change !== 'observed') {
      await this.#inTurn(() => this.#applyChange(event));
    }
  }

  async #applyChange(event: ModelEventPayload): Promise<void> {
    const model =
      event.change === 'removed'
        ? undefined
        : await this.#readModel(event.modelId);
    await this.#connection?.applyMutation({
      type: 'delta',
      added: model ? [this.#deferred(model)] : [],
      removed: model ? [] : [{ entityRef: toModelEntityRef(event) }],
    });
  }

  // A list that could not be read must not look like an empty one
  async #replaceAll(): Promise<void> {
    const models = await this.#readAll();
    await this.#connection?.applyMutation({
      type: 'full',
      entities: models.map(model => this.#deferred(model)),
    });
    this.options.logger.debug(`${models.length} models are in the catalog`);
  }

  async #readAll(): Promise<Model[]> {
    const credentials = await this.options.auth.getOwnServiceCredentials();
    const all: Model[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.options.models.listModels(
        { limit: PAGE_SIZE, sort: 'created_at', cursor },
        { credentials, organization: EVERY_ORGANIZATION },
      );
      all.push(...page.models);
      cursor = page.next_cursor;
    } while (cursor);
    return all;
  }

  async #readModel(id: string): Promise<Model | undefined> {
    const credentials = await this.options.auth.getOwnServiceCredentials();
    return this.options.models.getModel(id, {
      credentials,
      organization: EVERY_ORGANIZATION,
    });
  }

  #deferred(model: Model): DeferredEntity {
    return {
      entity: toModelEntity(model, this.options),
      locationKey: PROVIDER_NAME,
    };
  }
}
