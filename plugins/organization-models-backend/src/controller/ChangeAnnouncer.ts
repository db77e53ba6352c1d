import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  MODEL_EVENTS_TOPIC,
  type ModelEventPayload,
} from '@orgmodels/backstage-plugin-organization-models-node';

const CHANNEL = 'organization-models:status';
/** Pages are told this often at most, in milliseconds. */
const INTERVAL_MS = 1_000;

/**
 * Tells open pages and other plugins that something changed, so that they ask
 * again. What is lost on the way costs them time, never truth.
 *
 * @remarks The signal to pages says nothing else: it is a broadcast, and pages
 * of other organizations get it too.
 */
export class ChangeAnnouncer {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: {
      events: EventsService;
      signals: SignalsService;
      logger: LoggerService;
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
    this.#signalSoon();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #signalSoon() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#attempt(
        this.options.signals.publish({
          recipients: { type: 'broadcast' },
          channel: CHANNEL,
          message: {},
        }),
      );
    }, INTERVAL_MS);
  }

  #attempt(publication: Promise<void>) {
    publication.catch(error =>
      this.options.logger.debug(`A change could not be announced: ${error}`),
    );
  }
}
