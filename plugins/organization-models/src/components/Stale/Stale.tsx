import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { DateTime } from 'luxon';
import { organizationModelsTranslationRef } from '../../translation';

/** What is shown of a model is older than it should be: since when, and why. */
export function StaleAlert({ stale }: Pick<Model, 'stale'>) {
  const title = useStaleTitle(stale);
  return title ? (
    <Alert
      role="status"
      status="warning"
      icon
      title={title}
      description={stale?.message}
    />
  ) : null;
}

/** The same in a line, where there is no room for more. */
export function StaleNote({ stale }: Pick<Model, 'stale'>) {
  const title = useStaleTitle(stale);
  return title ? (
    <Text
      as="span"
      variant="body-small"
      color="secondary"
      title={stale?.message}
    >
      {title}
    </Text>
  ) : null;
}

function useStaleTitle(stale: Model['stale']): string | undefined {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    stale &&
    t('stale.since', {
      age: DateTime.fromISO(stale.since).toRelative() ?? stale.since,
    })
  );
}
