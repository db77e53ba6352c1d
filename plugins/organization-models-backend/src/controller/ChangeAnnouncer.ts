import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  MODEL_EVENTS_TOPIC,
  type ModelEventPayload,
  type OrganizationResolver,
} from '@orgmodels/backstage-plugin-organization-models-node';

const CHANNEL = 'organization-models:status';
/** Pages are told this often at most, in milliseconds. */
const INTERVAL_MS = 1_000;

/**
 * Tells open pages and other plugins that something changed, so that they ask
 * again. What is lost on the way costs them time, never truth.
 *
 * @remarks Pages of the organization's members are told which of its models
 * changed, and those of others nothing. Where nobody knows the members, all are
 * told that something changed, without what or whose.
 */
export class ChangeAnnouncer {
  #timer: NodeJS.Timeout | undefined;
  /** Ids of models that changed since pages were told, by organization. */
  #changed = new Map<string, Set<string>>();

  constructor(
    private readonly options: {
      events: EventsService;
      signals: SignalsService;
      organizations: Pick<OrganizationResolver, 'listMembers'>;
      logger: LoggerService;
      /** Tells those who wait in this process. */
      onAnnounced?(modelId: string): void;
    },
  ) {}

  announce(
    model: { id: string; organizationId: string },
    change: ModelEventPayload['change'],
  ) {
    const { events } = this.options;
    const eventPayload: ModelEventPayload = {
      modelId: model.id,
      organizationId: model.organizationId,
      change,
    };
    this.#attempt(events.publish({ topic: MODEL_EVENTS_TOPIC, eventPayload }));
    this.#signalSoon(model);
    this.options.onAnnounced?.(model.id);
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #signalSoon({ id, organizationId }: { id: string; organizationId: string }) {
    const ids = this.#changed.get(organizationId) ?? new Set();
    this.#changed.set(organizationId, ids.add(id));
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const changed = this.#changed;
      this.#changed = new Map();
      this.#signal(changed);
    }, INTERVAL_MS);
  }

  #signal(changed: Map<string, Set<string>>) {
    const { organizations, signals } = this.options;
    if (organizations.listMembers) {
      changed.forEach((ids, id) => this.#attempt(this.#tellMembers(id, ids)));
    } else {
      const recipients = { type: 'broadcast' } as const;
      const channel = CHANNEL;
      this.#attempt(signals.publish({ recipients, channel, message: {} }));
    }
  }

  async #tellMembers(organizationId: string, ids: Set<string>): Promise<void> {
    const { organizations, signals } = this.options;
    await signals.publish({
      recipients: {
        type: 'user',
        entityRef: (await organizations.listMembers?.(organizationId)) ?? [],
      },
      channel: CHANNEL,
      message: { models: [...ids] },
    });
  }

  #attempt(publication: Promise<void>) {
    publication.catch(error =>
      this.options.logger.debug(`A change could not be announced: ${error}`),
    );
  }
}
