import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { Diagnosis } from '@orgmodels/backstage-plugin-organization-models-common';
import { Duration } from 'luxon';
import { organizationModelsTranslationRef } from '../../translation';
import styles from './Diagnosis.module.css';

type Phase = Diagnosis['timeline'][number];

/** How far the start of the newest pod is, and how long each part took. */
export function StartTimeline({ timeline }: { timeline: Phase[] }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return timeline.length > 0 ? (
    <ol className={styles.timeline} aria-label={t('diagnosis.timeline')}>
      {timeline.map(phase => (
        <li
          key={phase.phase}
          className={`${styles.phase} ${styles[phase.state] ?? ''}`}
          aria-current={phase.state === 'current' ? 'step' : undefined}
        >
          {t(`diagnosis.phase.${phase.phase}`)}
          <Text variant="body-small" color="secondary">
            {phase.seconds !== undefined && toWords(phase.seconds)}
          </Text>
        </li>
      ))}
    </ol>
  ) : null;
}

function toWords(seconds: number): string {
  return seconds < 10
    ? `${seconds.toFixed(1)} s`
    : Duration.fromObject({ seconds: Math.round(seconds) })
        .rescale()
        .toHuman({ unitDisplay: 'narrow' });
}
