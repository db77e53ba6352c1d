import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, type AlertProps, Button, Flex, Text } from '@backstage/ui';
import {
  type Diagnosis,
  type Model,
  modelUpdatePermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { RiToolsLine } from '@remixicon/react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useIsDenied } from '../../hooks/useIsDenied';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { Age } from '../Age/Age';
import { ChangeDialog } from '../ChangeDialog/ChangeDialog';
import styles from './Diagnosis.module.css';

export type Finding = Diagnosis['findings'][number];

const SEVERITY: Record<Finding['severity'], AlertProps['status']> = {
  failure: 'danger',
  waiting: 'warning',
  warning: 'warning',
  progress: 'info',
};

/** One finding with its proof, and the change that mends it. */
export function FindingItem(props: {
  finding: Finding;
  model: Model;
  onChanged: () => void;
}) {
  const { finding } = props;
  return (
    <Flex direction="column" gap="3">
      <Alert
        status={SEVERITY[finding.severity]}
        icon
        title={finding.message}
        description={[finding.hint, `(${finding.code})`]
          .filter(Boolean)
          .join(' ')}
        customActions={finding.fix && <Fix {...props} fix={finding.fix} />}
      />
      {finding.evidence.length > 0 && <Proof evidence={finding.evidence} />}
    </Flex>
  );
}

function Proof({ evidence }: { evidence: Finding['evidence'] }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <details className={styles.proof} open>
      <summary>{t('diagnosis.proof')}</summary>
      <ul className={styles.evidence}>
        {evidence.map(({ source, object, time, text }) => (
          <li key={`${object} ${text}`}>
            <Text variant="body-small" color="secondary">
              {t(`diagnosis.source.${source}`)} · {object}
              {time && (
                <>
                  {' '}
                  · <Age at={time} />
                </>
              )}
            </Text>
            <pre className={styles.text}>{text}</pre>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Fix(props: {
  fix: NonNullable<Finding['fix']>;
  model: Model;
  onChanged: () => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { fix, model, onChanged } = props;
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const isDenied = useIsDenied(modelUpdatePermission, model.id);
  if (isDenied) {
    return null;
  }
  return (
    <ChangeDialog
      change={{
        title: fix.title,
        description: (
          <pre className={styles.text}>{JSON.stringify(fix.body, null, 2)}</pre>
        ),
        plan: () => api.planUpdate(model.id, fix.body, { organization }),
        apply: async plan_hash => {
          const body = { ...fix.body, plan_hash };
          await api.updateModel(model.id, body, { organization });
          onChanged();
        },
      }}
    >
      <Button variant="primary" size="small" iconStart={<RiToolsLine />}>
        {t('diagnosis.fix')}
      </Button>
    </ChangeDialog>
  );
}
