import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Notice, NoticeKind } from '../domain/notices/Notice';

/** Whom a notice concerns. */
export type Recipients = {
  organizationId: string;
  /** Who made the model, when it is about one. */
  createdBy?: string;
  modelId?: string;
};

/** Those whom a notice about a model concerns. */
export function concernedBy({
  id,
  organizationId,
  createdBy,
}: {
  id: string;
  organizationId: string;
  createdBy: string;
}): Recipients {
  return { organizationId, createdBy, modelId: id };
}

/** Where the pages are; a model's is below. */
const PAGES = '/organization-models';

/**
 * Tells people by Backstage's notifications: who made a model, and the group
 * that owns it.
 *
 * @remarks A portal without the notifications backend refuses each: that is
 * said once, and nobody misses anything but the notice.
 */
export class Notifier {
  #saidThatNobodyIsTold = false;

  constructor(
    private readonly options: {
      notifications: NotificationService;
      kinds: ReadonlySet<NoticeKind>;
      logger: LoggerService;
    },
  ) {}

  /** Whether anybody is told of such things. */
  wants(kind: NoticeKind): boolean {
    return this.options.kinds.has(kind);
  }

  async tell(notices: Notice[], recipients: Recipients): Promise<void> {
    const wanted = notices.filter(({ kind }) => this.wants(kind));
    for (const notice of wanted) {
      await this.#send(notice, recipients);
    }
  }

  async #send(
    { title, description, severity, scope, kind }: Notice,
    { organizationId, createdBy, modelId }: Recipients,
  ) {
    // A service that made a model reads no notices
    const creator = createdBy?.startsWith('user:') ? [createdBy] : [];
    try {
      await this.options.notifications.send({
        recipients: {
          type: 'entity',
          entityRef: [...creator, organizationId],
        },
        payload: {
          title,
          description,
          severity,
          scope,
          topic: `organization-models.${kind}`,
          link: modelId ? `${PAGES}/${modelId}` : PAGES,
        },
      });
    } catch (error) {
      this.#explain(error);
    }
  }

  #explain(error: unknown) {
    const { logger } = this.options;
    if (!this.#saidThatNobodyIsTold) {
      this.#saidThatNobodyIsTold = true;
      logger.info(
        `Notifications cannot be sent; organizationModels.notifications says which are tried: ${error}`,
      );
    } else {
      logger.debug(`A notification could not be sent: ${error}`);
    }
  }
}
