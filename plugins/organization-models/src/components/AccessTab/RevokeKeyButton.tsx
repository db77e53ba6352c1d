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
import type { Key } from '@orgmodels/backstage-plugin-organization-models-common';
import { useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useAction } from '../../hooks/useAction';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { FailureNotice } from '../FailureNotice/FailureNotice';

/** Asks once more, since programs may still use the key. */
export function RevokeKeyButton(props: { apiKey: Key; onRevoked: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { apiKey, onRevoked } = props;
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const [isOpen, setIsOpen] = useState(false);
  const action = useAction(async () => {
    await api.deleteKey(apiKey.id, { organization });
    setIsOpen(false);
    onRevoked();
  });
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button size="small" variant="tertiary">
        {t('access.revoke.open')}
      </Button>
      <Dialog>
        <DialogHeader>
          {t('access.revoke.title', { name: apiKey.name })}
        </DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="3">
            <Text as="p">{t('access.revoke.what')}</Text>
            {action.state === 'failed' && (
              <FailureNotice failure={action.failure} />
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {t('access.cancel')}
          </Button>
          <Button
            variant="primary"
            destructive
            isPending={action.state === 'pending'}
            onPress={action.run}
          >
            {t('access.revoke.confirm')}
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
}
