import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { RiAlertFill, RiInformationLine } from '@remixicon/react';
import { useModelEvents } from '../../hooks/useModelEvents';
import { organizationModelsTranslationRef } from '../../translation';
import { Age } from '../Age/Age';
import { Health } from '../Health/Health';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { LiveContent } from '../LiveContent/LiveContent';
import styles from './ModelPage.module.css';

/** What Kubernetes said about the model's objects lately. */
export function EventsTab({ modelId }: { modelId: string }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const events = useModelEvents(modelId);
  return (
    <LiveContent live={events}>
      {data => (
        <LabelledTable
          label={t('model.tab.events')}
          rows={data.events}
          rowId={event =>
            [event.object, event.reason, event.message, event.first_at].join()
          }
          empty={<Text color="secondary">{t('model.events.none')}</Text>}
          columns={[
            {
              id: 'reason',
              label: t('model.events.reason'),
              isRowHeader: true,
              cell: ({ type, reason }) =>
                type === 'Warning' ? (
                  <Health
                    tone="unsure"
                    icon={<RiAlertFill size={16} aria-hidden />}
                  >
                    {reason}
                  </Health>
                ) : (
                  <Health
                    tone="quiet"
                    icon={<RiInformationLine size={16} aria-hidden />}
                  >
                    {reason}
                  </Health>
                ),
            },
            {
              id: 'message',
              label: t('model.events.message'),
              cell: ({ message }) => message,
            },
            {
              id: 'object',
              label: t('model.events.object'),
              cell: ({ object }) => (
                <span className={styles.mono}>{object}</span>
              ),
            },
            {
              id: 'count',
              label: t('model.events.count'),
              cell: ({ count }) => count,
            },
            {
              id: 'last',
              isShort: true,
              label: t('model.events.last'),
              cell: ({ last_at }) => <Age at={last_at} />,
            },
          ]}
        />
      )}
    </LiveContent>
  );
}
