import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
  TextField,
} from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { type FormEvent, useId, useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { OpenChangeDialog } from '../ChangeDialog/ChangeDialog';

type TransferProps = {
  model: Model;
  onTransferred: () => void;
  onClose: () => void;
};

/** Asks to whom a model is to go, shows what that would do, and does it. */
export function TransferDialog(props: TransferProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, onTransferred, onClose } = props;
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const [target, setTarget] = useState('');
  const [isChosen, setIsChosen] = useState(false);
  if (!isChosen) {
    const choose = (name: string) => {
      setTarget(name);
      setIsChosen(true);
    };
    return <TargetDialog {...props} target={target} onChosen={choose} />;
  }
  const change = {
    title: t('model.more.transferTo', {
      name: model.display_name,
      organization: target,
    }),
    description: <Text as="p">{t('model.more.transferWhat')}</Text>,
    back: () => setIsChosen(false),
    plan: () => api.planTransfer(model.id, target, { organization }),
    apply: async (plan_hash: string) => {
      const body = { organization_id: target, plan_hash };
      await api.transferModel(model.id, body, { organization });
      onTransferred();
    },
  };
  return <OpenChangeDialog change={change} onClose={onClose} />;
}

function TargetDialog(
  props: TransferProps & {
    /** Whom was thought of before. */
    target: string;
    onChosen: (target: string) => void;
  },
) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, onChosen, onClose } = props;
  const [name, setName] = useState(props.target);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChosen(name.trim());
  };
  return (
    <Dialog width={640} isOpen onOpenChange={isOpen => isOpen || onClose()}>
      <DialogHeader>
        {t('model.more.transferTitle', { name: model.display_name })}
      </DialogHeader>
      <DialogBody>
        <form id={id} onSubmit={submit}>
          <Flex direction="column" gap="4">
            <Text as="p">{t('model.more.transferWhat')}</Text>
            <TextField
              label={t('model.more.transferTarget')}
              description={t('model.more.transferTargetHelp')}
              value={name}
              onChange={setName}
              isRequired
              // eslint-disable-next-line jsx-a11y/no-autofocus -- a dialog takes the focus anyhow, to its first button
              autoFocus
            />
          </Flex>
        </form>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          {t('change.cancel')}
        </Button>
        <Button
          variant="primary"
          type="submit"
          form={id}
          isDisabled={name.trim() === ''}
        >
          {t('model.more.transferPlan')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
