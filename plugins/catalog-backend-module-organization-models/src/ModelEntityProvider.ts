import { isDeepStrictEqual as isEqual } from 'node:util';
import type {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
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

/** By their refs. */
type Entities = Map<string, DeferredEntity>;

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
    const entities = await this.#readAll();
    await this.#connection?.applyMutation({
      type: 'full',
      entities: [...entities.values()],
    });
    await this.#catchUp(entities);
    this.options.logger.debug(`${entities.size} models are in the catalog`);
  }

  // Another process of the catalog may have been told of a change after the list
  // was read and before it was laid over it; who is told later comes later
  async #catchUp(before: Entities): Promise<void> {
    const after = await this.#readAll();
    const added = [...after].filter(
      ([ref, entity]) => !isEqual(entity, before.get(ref)),
    );
    const removed = [...before.keys()].filter(ref => !after.has(ref));
    if (added.length + removed.length > 0) {
      await this.#connection?.applyMutation({
        type: 'delta',
        added: added.map(([, entity]) => entity),
        removed: removed.map(entityRef => ({ entityRef })),
      });
    }
  }

  async #readAll(): Promise<Entities> {
    const credentials = await this.options.auth.getOwnServiceCredentials();
    const all: Entities = new Map();
    let cursor: string | undefined;
    do {
      const page = await this.options.models.listModels(
        { limit: PAGE_SIZE, sort: 'created_at', cursor },
        { credentials, organization: EVERY_ORGANIZATION },
      );
      for (const model of page.models) {
        const deferred = this.#deferred(model);
        all.set(stringifyEntityRef(deferred.entity), deferred);
      }
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
