import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import {
  type Diagnosis,
  START_PHASES,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import styles from './Diagnosis.module.css';
import { toWords } from './toWords';

type Phase = Diagnosis['timeline'][number];

/** Seconds below which it is nobody's matter how long something takes. */
const SHORT = 1;
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
            </Text>
            <Usually seconds={phase && usualSeconds(phase)} />
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

function Usually({ seconds }: { seconds: number | undefined }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return seconds === undefined || seconds < SHORT ? null : (
    <Text variant="body-small" color="secondary">
      {t('diagnosis.usually', { time: toWords(seconds) })}
    </Text>
  );
}

// who waits asks how long it will take in all
function usualSeconds({ state, expected_seconds, until_ready_seconds }: Phase) {
  return state === 'current'
    ? until_ready_seconds?.median
    : expected_seconds?.median;
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

// Not every model's files are got before its engine starts, and nobody asks
// where that is switched off
const SOME_ARE_WITHOUT: Phase['phase'][] = ['downloaded', 'answered'];

function isShown(name: Phase['phase'], timeline: Phase[]): boolean {
  return (
    !SOME_ARE_WITHOUT.includes(name) ||
    timeline.some(({ phase }) => phase === name)
  );
}
