import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Flex,
  Text,
} from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { ReactElement, useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useAction } from '../../hooks/useAction';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { FailureNotice } from '../FailureNotice/FailureNotice';

/** Asks once more, says what goes, and deletes. */
export function DeleteModelDialog(props: {
  model: Model;
  onDeleted: () => void;
  /** The button which opens the dialog. */
  children: ReactElement;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, onDeleted } = props;
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const [isOpen, setIsOpen] = useState(false);
  const action = useAction(async () => {
    await api.deleteModel(model.id, { organization });
    setIsOpen(false);
    onDeleted();
  });
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      {props.children}
      <Dialog>
        <DialogHeader>
          {t('model.deletion.title', { name: model.display_name })}
        </DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="3">
            <Text as="p">{t('model.deletion.what')}</Text>
            {model.deployment_config.enable_pvc && (
              <Text as="p">{t('model.deletion.volume')}</Text>
            )}
            {model.deployment_config.shared_pvc && (
              <Text as="p">{t('model.deletion.sharedVolume')}</Text>
            )}
            {action.state === 'failed' && (
              <FailureNotice failure={action.failure} />
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {t('model.deletion.cancel')}
          </Button>
          <Button
            variant="primary"
            destructive
            isPending={action.state === 'pending'}
            onPress={action.run}
          >
            {t('model.deletion.confirm')}
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
}
