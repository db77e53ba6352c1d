import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Quota } from '@orgmodels/backstage-plugin-organization-models-common';
import { nearQuotaNotices } from '../domain/notices/nearQuotaNotices';
import type { Notifier } from './Notifier';

/** Tells an organization once when it comes near a limit of its quota. */
export class QuotaWatch {
  /** Limits that were told of, and are near still, by organization. */
  readonly #told = new Map<string, Set<string>>();

  constructor(
    private readonly options: {
      notifier: Pick<Notifier, 'tell' | 'wants'>;
      logger: LoggerService;
      readQuota(organizationId: string): Promise<Quota>;
    },
  ) {}

  /** To be called when the use of an organization may have changed. */
  async check(organizationId: string): Promise<void> {
    if (!this.options.notifier.wants('nearQuota')) {
      return;
    }
    try {
      const quota = await this.options.readQuota(organizationId);
      const near = nearQuotaNotices(quota);
      const told = this.#told.get(organizationId);
      const news = near.filter(({ resource }) => !told?.has(resource));
      this.#told.set(
        organizationId,
        new Set(near.map(({ resource }) => resource)),
      );
      await this.options.notifier.tell(
        news.map(({ notice }) => notice),
        { organizationId },
      );
    } catch (error) {
      this.options.logger.warn(
        `Whether ${organizationId} is near its quota is not known: ${error}`,
      );
    }
  }
}
