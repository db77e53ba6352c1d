import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import {
  type Diagnosis,
  START_PHASES,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { Duration } from 'luxon';
import { organizationModelsTranslationRef } from '../../translation';
import styles from './Diagnosis.module.css';

type Phase = Diagnosis['timeline'][number];

/** Generations that there is room for beside the present one. */
const MOST_COMPARED = 3;

/**
 * How far the start of the newest pod is, how long each part took, and how long
 * it did in the generations before.
 */
export function StartTimeline({
  timeline,
  earlier_starts: earlier,
}: Pick<Diagnosis, 'timeline' | 'earlier_starts'>) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return timeline.length > 0 ? (
    <ol className={styles.timeline} aria-label={t('diagnosis.timeline')}>
      {START_PHASES.filter(name => isShown(name, timeline)).map(name => {
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
              {phase?.until_ready_seconds &&
                t('diagnosis.usually', {
                  time: toWords(phase.until_ready_seconds.median),
                })}
            </Text>
            {timesOf(name, earlier).map(({ generation, seconds }) => (
              <Text key={generation} variant="body-small" color="secondary">
                {t('diagnosis.earlier', {
                  generation: String(generation),
                  time: toWords(seconds),
                })}
              </Text>
            ))}
          </li>
        );
      })}
    </ol>
  ) : null;
}

function timesOf(
  name: Phase['phase'],
  earlier: Diagnosis['earlier_starts'],
): { generation: number; seconds: number }[] {
  return earlier
    .slice(0, MOST_COMPARED)
    .flatMap(({ generation, phases }) =>
      phases
        .filter(({ phase }) => phase === name)
        .map(({ seconds }) => ({ generation, seconds })),
    );
}

function toWords(seconds: number): string {
  return seconds < 10
    ? `${seconds.toFixed(1)} s`
    : Duration.fromObject({ seconds: Math.round(seconds) })
        .rescale()
        .toHuman({ unitDisplay: 'narrow' });
}

// Not every model's files are got before its engine starts, and nobody asks
// where that is switched off
const SOME_ARE_WITHOUT: Phase['phase'][] = ['downloaded', 'answered'];

function isShown(name: Phase['phase'], timeline: Phase[]): boolean {
  return (
    !SOME_ARE_WITHOUT.includes(name) ||
    timeline.some(({ phase }) => phase === name)
  );
}
