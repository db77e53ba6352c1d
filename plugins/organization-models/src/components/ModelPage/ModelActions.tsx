import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex } from '@backstage/ui';
import {
  type Model,
  modelDeletePermission,
  modelUpdatePermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import {
  RiDeleteBinLine,
  RiEditLine,
  RiPlayLine,
  RiStopLine,
} from '@remixicon/react';
import { useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useAction } from '../../hooks/useAction';
import { useIsDenied } from '../../hooks/useIsDenied';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { EditDialog } from '../EditDialog/EditDialog';
import { FailureNotice } from '../FailureNotice/FailureNotice';
import { DeleteModelDialog } from './DeleteModelDialog';
import styles from './ModelPage.module.css';
import { MoreActions } from './MoreActions';

type ActionProps = { model: Model; onChanged: () => void };

/** Change, stop or start, and delete; nothing any more while it is being deleted. */
export function ModelActions({ model, onChanged }: ActionProps) {
  const mayNotUpdate = useIsDenied(modelUpdatePermission, model.id);
  const mayNotDelete = useIsDenied(modelDeletePermission, model.id);
  if (model.status === 'deleting') {
    return null;
  }
  return (
    <Flex gap="2" align="start" className={styles.actions}>
      {!mayNotUpdate && <Edit model={model} onChanged={onChanged} />}
      {!mayNotUpdate && <StopOrStart model={model} onChanged={onChanged} />}
      {!mayNotDelete && <Delete model={model} onChanged={onChanged} />}
      <MoreActions model={model} onChanged={onChanged} />
    </Flex>
  );
}

function Edit({ model, onChanged }: ActionProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        variant="secondary"
        iconStart={<RiEditLine />}
        onPress={() => setIsOpen(true)}
      >
        {t('edit.open')}
      </Button>
      {isOpen && (
        <EditDialog
          model={model}
          onChanged={onChanged}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

function StopOrStart({ model, onChanged }: ActionProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const isStopped = model.desired_state === 'stopped';
  const action = useAction(async () => {
    const desired_state = isStopped ? 'running' : 'stopped';
    await api.updateModel(model.id, { desired_state }, { organization });
    onChanged();
  });
  return (
    <Flex direction="column" gap="2" align="end">
      <Button
        variant="secondary"
        isPending={action.state === 'pending'}
        iconStart={isStopped ? <RiPlayLine /> : <RiStopLine />}
        onPress={action.run}
      >
        {isStopped ? t('model.start') : t('model.stop')}
      </Button>
      {action.state === 'failed' && <FailureNotice failure={action.failure} />}
    </Flex>
  );
}

function Delete({ model, onChanged }: ActionProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <DeleteModelDialog model={model} onDeleted={onChanged}>
      <Button variant="secondary" destructive iconStart={<RiDeleteBinLine />}>
        {t('model.delete')}
      </Button>
    </DeleteModelDialog>
  );
}
