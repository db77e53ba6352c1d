import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import {
  type Model,
  modelUpdatePermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useIsDenied } from '../../hooks/useIsDenied';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { ChangeDialog } from '../ChangeDialog/ChangeDialog';

/** Makes an earlier generation the current one again, planned first. */
export function RollbackButton(props: {
  model: Model;
  generation: number;
  onChanged: () => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, generation, onChanged } = props;
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const isDenied = useIsDenied(modelUpdatePermission, model.id);
  if (isDenied || generation >= model.generation) {
    return null;
  }
  const change = {
    title: t('model.rollback.title', { generation: String(generation) }),
    plan: () => api.planRollback(model.id, generation, { organization }),
    apply: async (plan_hash: string) => {
      const body = { generation, plan_hash };
      await api.rollbackModel(model.id, body, { organization });
      onChanged();
    },
  };
  return (
    <ChangeDialog change={change}>
      <Button
        size="small"
        variant="tertiary"
        aria-label={t('model.rollback.label', {
          generation: String(generation),
        })}
      >
        {t('model.rollback.open')}
      </Button>
    </ChangeDialog>
  );
}
