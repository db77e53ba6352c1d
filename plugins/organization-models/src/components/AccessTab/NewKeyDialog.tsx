import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Flex,
} from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { RiKey2Line } from '@remixicon/react';
import { useId, useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useAction } from '../../hooks/useAction';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { CopyButton } from '../CopyButton/CopyButton';
import { FailureNotice } from '../FailureNotice/FailureNotice';
import { FieldProblems } from '../Fields/FieldProblems';
import styles from './AccessTab.module.css';
import { EMPTY_KEY, toKeyBody } from './KeyForm';
import { KeyFields } from './KeyFields';

/** Makes a key, and shows its secret this one time. */
export function NewKeyDialog(props: { model: Model; onMade: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button variant="secondary" iconStart={<RiKey2Line />}>
        {t('access.newKey.open')}
      </Button>
      <Dialog>
        <DialogHeader>{t('access.newKey.title')}</DialogHeader>
        <NewKey {...props} />
      </Dialog>
    </DialogTrigger>
  );
}

function NewKey(props: { model: Model; onMade: () => void }) {
  const [secret, setSecret] = useState<string>();
  const onMade = (made: string) => {
    setSecret(made);
    props.onMade();
  };
  return secret ? (
    <Secret secret={secret} />
  ) : (
    <NewKeyForm model={props.model} onMade={onMade} />
  );
}

function NewKeyForm(props: { model: Model; onMade: (secret: string) => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, onMade } = props;
  const id = useId();
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const [form, setForm] = useState(EMPTY_KEY);
  const making = useAction(async () => {
    const body = toKeyBody(form, model, Date.now());
    onMade((await api.createKey(body, { organization })).secret);
  });
  const problems =
    making.state === 'failed' ? making.failure.fieldProblems : [];
  return (
    <>
      <DialogBody>
        <FieldProblems.Provider value={{ problems, touch: () => {} }}>
          <form
            id={id}
            noValidate
            onSubmit={event => {
              event.preventDefault();
              making.run();
            }}
          >
            <Flex direction="column" gap="4">
              <KeyFields
                form={form}
                change={change => setForm(old => ({ ...old, ...change }))}
              />
              {making.state === 'failed' && (
                <FailureNotice failure={making.failure} />
              )}
            </Flex>
          </form>
        </FieldProblems.Provider>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          {t('access.cancel')}
        </Button>
        <Button
          type="submit"
          form={id}
          variant="primary"
          isDisabled={!form.name.trim()}
          isPending={making.state === 'pending'}
        >
          {t('access.newKey.make')}
        </Button>
      </DialogFooter>
    </>
  );
}

function Secret({ secret }: { secret: string }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Alert
            role="status"
            status="warning"
            icon
            title={t('access.newKey.once')}
            description={t('access.newKey.onceHelp')}
          />
          <Flex align="center" gap="1">
            <code className={styles.mono}>{secret}</code>
            <CopyButton text={secret} label={t('access.newKey.copy')} />
          </Flex>
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" slot="close">
          {t('access.newKey.done')}
        </Button>
      </DialogFooter>
    </>
  );
}
