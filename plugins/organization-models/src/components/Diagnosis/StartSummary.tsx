import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Card, CardBody } from '@backstage/ui';
import type { Diagnosis } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import styles from './Diagnosis.module.css';
import { StartTimeline } from './StartTimeline';
import { toWords } from './toWords';

type Starts = Pick<Diagnosis, 'timeline' | 'earlier_starts'>;

/** How a model that is well got ready, in a line; the rest for whoever asks. */
export function StartSummary(starts: Starts) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { took, usual } = readStart(starts);
  if (took === undefined) {
    return null;
  }
  return (
    <Card>
      <CardBody>
        <details className={styles.start}>
          <summary>
            {t('diagnosis.start.took', { time: toWords(took) })}
            {usual !== undefined &&
              `, ${t('diagnosis.usually', { time: toWords(usual) })}`}
          </summary>
          <StartTimeline {...starts} />
        </details>
      </CardBody>
    </Card>
  );
}

/** Seconds from the creation of the newest pod until it was ready. */
function readStart({ timeline }: Starts): { took?: number; usual?: number } {
  const first = timeline.at(0);
  const end = timeline.find(({ phase }) => phase === 'ready')?.ended_at;
  return first && end
    ? {
        took: (Date.parse(end) - Date.parse(first.started_at)) / 1000,
        usual: first.until_ready_seconds?.median,
      }
    : {};
}
