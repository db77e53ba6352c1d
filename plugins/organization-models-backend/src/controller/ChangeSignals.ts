import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';

const CHANNEL = 'organization-models:status';
/** Pages are told this often at most, in milliseconds. */
const INTERVAL_MS = 1_000;

/**
 * Tells open pages that something changed, so that they ask again.
 *
 * @remarks A broadcast says no more than that: pages of other organizations
 * get it too.
 */
export class ChangeSignals {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly signals: SignalsService,
    private readonly logger: LoggerService,
  ) {}

  send() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.signals
        .publish({
          recipients: { type: 'broadcast' },
          channel: CHANNEL,
          message: {},
        })
        .catch(error => this.logger.debug(`No signal was sent: ${error}`));
    }, INTERVAL_MS);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
