import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import type { ApiFailure } from '../../api/toApiFailure';
import { toSentence } from '../../text/toSentence';
import { organizationModelsTranslationRef } from '../../translation';
import { FailureNotice } from '../FailureNotice/FailureNotice';
import { FORM_FIELDS } from './formFields';
import styles from './NewModelPage.module.css';

/** Why the API refuses what the form says; what stands at its field already is not said again. */
export function Refusal({ failure }: { failure: ApiFailure }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { fieldProblems } = failure;
  const elsewhere = fieldProblems.filter(
    ({ field }) => !FORM_FIELDS.includes(field),
  );
  if (elsewhere.length === fieldProblems.length) {
    return <FailureNotice failure={failure} />;
  }
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('plan.wrong')}
      description={
        elsewhere.length > 0 && (
          <ul className={styles.problems}>
            {elsewhere.map(({ field, message }) => (
              <li key={`${field} ${message}`}>
                <code>{field}</code>: {toSentence(message)}
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}
