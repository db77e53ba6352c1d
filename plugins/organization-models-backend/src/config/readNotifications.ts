import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { NOTICE_KINDS, type NoticeKind } from '../domain/notices/Notice';

const KEY = 'organizationModels.notifications';

/** Which kinds of notices are sent: all but those that are set to false. */
export function readNotifications(
  config: Config | undefined,
): ReadonlySet<NoticeKind> {
  const section = config?.getOptionalConfig('notifications');
  const unknown = section
    ?.keys()
    .find(key => !NOTICE_KINDS.includes(key as NoticeKind));
  if (unknown) {
    throw new InputError(
      `${KEY}.${unknown} is not known: there are ${NOTICE_KINDS.join(', ')}`,
    );
  }
  return new Set(
    NOTICE_KINDS.filter(kind => section?.getOptionalBoolean(kind) ?? true),
  );
}
