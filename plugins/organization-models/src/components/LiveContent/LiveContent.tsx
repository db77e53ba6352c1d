import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Flex, Skeleton } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { Live } from '../../hooks/Live';
import { organizationModelsTranslationRef } from '../../translation';
import { FailureNotice } from '../FailureNotice/FailureNotice';

/** Shows live data, or why there are none; older data stay in sight. */
export function LiveContent<T>(props: {
  live: Live<T>;
  children: (data: T) => ReactNode;
}) {
  const { live, children } = props;
  switch (live.state) {
    case 'loading':
      return <Loading />;
    case 'error':
      return <FailureNotice failure={live.failure} retry={live.retry} />;
    default:
      return (
        <Flex direction="column" gap="4">
          <NotRefreshed live={live} />
          {children(live.data)}
        </Flex>
      );
  }
}

/** Where something will be. */
export function Loading() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Flex direction="column" gap="3" role="status" aria-label={t('loading')}>
      <Skeleton width="40%" height={28} />
      <Skeleton width="100%" height={96} />
      <Skeleton width="100%" height={96} />
    </Flex>
  );
}

function NotRefreshed<T>({ live }: { live: Live<T> & { state: 'ready' } }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return live.failure ? (
    <Alert
      role="status"
      status="warning"
      icon
      title={t('stale.title')}
      description={live.failure.message}
    />
  ) : null;
}
