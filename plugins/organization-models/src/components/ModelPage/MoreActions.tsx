import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ButtonIcon,
  Flex,
  Menu,
  MenuItem,
  MenuTrigger,
  Text,
} from '@backstage/ui';
import {
  type Model,
  modelPauseHealingPermission,
  modelReleasePermission,
  modelTransferPermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { RiMore2Line } from '@remixicon/react';
import { useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useAction } from '../../hooks/useAction';
import { useIsAdministrator } from '../../hooks/useIsAdministrator';
import { useIsDenied } from '../../hooks/useIsDenied';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { OpenChangeDialog } from '../ChangeDialog/ChangeDialog';
import { FailureNotice } from '../FailureNotice/FailureNotice';
import { TransferDialog } from './TransferDialog';

/** What is done with a model now and then: leaving it alone, handing it on or back. */
export function MoreActions(props: { model: Model; onChanged: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, onChanged } = props;
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const [asked, setAsked] = useState<'release' | 'transfer'>();
  const mayNotPause = useIsDenied(modelPauseHealingPermission, model.id);
  const mayNotRelease = useIsDenied(modelReleasePermission, model.id);
  const mayNotTransfer = useIsDenied(modelTransferPermission, model.id);
  const mayTransfer = useIsAdministrator() && !mayNotTransfer;
  const isPaused = model.healing_paused_until !== undefined;
  const pausing = useAction(async () => {
    await (isPaused
      ? api.resumeHealing(model.id, { organization })
      : api.pauseHealing(model.id, { for: '2h' }, { organization }));
    onChanged();
  });
  if (mayNotPause && mayNotRelease && !mayTransfer) {
    return null;
  }
  const release = {
    title: t('model.more.releaseTitle', { name: model.display_name }),
    description: <Text as="p">{t('model.more.releaseWhat')}</Text>,
    plan: () => api.planRelease(model.id, { organization }),
    apply: async (plan_hash: string) => {
      await api.releaseModel(model.id, { plan_hash }, { organization });
      onChanged();
    },
  };
  return (
    <Flex direction="column" gap="2" align="end">
      <MenuTrigger>
        <ButtonIcon
          variant="secondary"
          aria-label={t('model.more.label')}
          icon={<RiMore2Line />}
        />
        <Menu>
          {!mayNotPause && (
            <MenuItem onAction={pausing.run}>
              {isPaused ? t('model.more.resume') : t('model.more.pause')}
            </MenuItem>
          )}
          {mayTransfer && (
            <MenuItem onAction={() => setAsked('transfer')}>
              {t('model.more.transfer')}
            </MenuItem>
          )}
          {!mayNotRelease && (
            <MenuItem color="danger" onAction={() => setAsked('release')}>
              {t('model.more.release')}
            </MenuItem>
          )}
        </Menu>
      </MenuTrigger>
      {asked === 'release' && (
        <OpenChangeDialog
          change={release}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked === 'transfer' && (
        <TransferDialog
          model={model}
          onTransferred={onChanged}
          onClose={() => setAsked(undefined)}
        />
      )}
      {pausing.state === 'failed' && (
        <FailureNotice failure={pausing.failure} />
      )}
    </Flex>
  );
}
