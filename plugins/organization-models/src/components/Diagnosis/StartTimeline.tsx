import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { Diagnosis } from '@orgmodels/backstage-plugin-organization-models-common';
import { Duration } from 'luxon';
import { organizationModelsTranslationRef } from '../../translation';
import styles from './Diagnosis.module.css';

type Phase = Diagnosis['timeline'][number];

const PHASES: Phase['phase'][] = [
  'queued',
  'scheduled',
  'image_pulled',
  'downloaded',
  'engine_up',
  'weights',
  'compiled',
  'kv_cache',
  'ready',
];

/** How far the start of the newest pod is, and how long each part took. */
export function StartTimeline({ timeline }: { timeline: Phase[] }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return timeline.length > 0 ? (
    <ol className={styles.timeline} aria-label={t('diagnosis.timeline')}>
      {PHASES.filter(name => isOnTheWay(name, timeline)).map(name => {
        const phase = timeline.find(reached => reached.phase === name);
        return (
          <li
            key={name}
            className={`${styles.phase} ${
              styles[phase?.state ?? 'pending'] ?? ''
            }`}
            aria-current={phase?.state === 'current' ? 'step' : undefined}
          >
            {t(`diagnosis.phase.${name}`)}
            <Text variant="body-small" color="secondary">
              {phase?.message ??
                (phase?.seconds !== undefined && toWords(phase.seconds))}
            </Text>
          </li>
        );
      })}
    </ol>
  ) : null;
}

// Not every engine has its files got for it
function isOnTheWay(name: Phase['phase'], timeline: Phase[]): boolean {
  return name !== 'downloaded' || timeline.some(({ phase }) => phase === name);
}

function toWords(seconds: number): string {
  return seconds < 10
    ? `${seconds.toFixed(1)} s`
    : Duration.fromObject({ seconds: Math.round(seconds) })
        .rescale()
        .toHuman({ unitDisplay: 'narrow' });
}
