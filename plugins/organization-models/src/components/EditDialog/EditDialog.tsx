import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import type {
  Model,
  UpdateBody,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { type FormEvent, useId, useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { OpenChangeDialog } from '../ChangeDialog/ChangeDialog';
import styles from './EditDialog.module.css';
import { EditFields } from './EditFields';
import { type EditForm, toEditForm, toUpdateBody } from './EditForm';

type EditProps = { model: Model; onChanged: () => void; onClose: () => void };

/** Asks what is to be different, shows what that would do, and does it. */
export function EditDialog({ model, onChanged, onClose }: EditProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  // As it was when it was opened: the page learns of changes meanwhile, and these stay
  const [before] = useState(() => toEditForm(model));
  const [form, setForm] = useState(before);
  const [body, setBody] = useState<UpdateBody>();
  const title = t('edit.title', { name: model.display_name });
  if (!body) {
    return (
      <FormDialog
        title={title}
        before={before}
        form={form}
        change={changes => setForm(previous => ({ ...previous, ...changes }))}
        onAsked={setBody}
        onClose={onClose}
      />
    );
  }
  const change = {
    title,
    description: <pre className={styles.said}>{toText(body)}</pre>,
    back: () => setBody(undefined),
    plan: () => api.planUpdate(model.id, body, { organization }),
    apply: async (plan_hash: string) => {
      await api.updateModel(model.id, { ...body, plan_hash }, { organization });
      onChanged();
    },
  };
  return <OpenChangeDialog change={change} onClose={onClose} />;
}

/** As the API is told, so that it can be done by a program the next time; a token is shown nowhere. */
function toText(body: UpdateBody): string {
  return JSON.stringify(
    body,
    (key, value) => (key === 'hugging_face_token' && value ? '…' : value),
    2,
  );
}

function FormDialog(props: {
  title: string;
  before: EditForm;
  form: EditForm;
  change: (changes: Partial<EditForm>) => void;
  onAsked: (body: UpdateBody) => void;
  onClose: () => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { form, change, onAsked, onClose } = props;
  const id = useId();
  const body = toUpdateBody(props.before, form);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body) {
      onAsked(body);
    }
  };
  return (
    <Dialog width={720} isOpen onOpenChange={isOpen => isOpen || onClose()}>
      <DialogHeader>{props.title}</DialogHeader>
      <DialogBody>
        <form id={id} onSubmit={submit} noValidate aria-label={props.title}>
          <EditFields form={form} change={change} />
        </form>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          {t('change.cancel')}
        </Button>
        <Button variant="primary" type="submit" form={id} isDisabled={!body}>
          {t('edit.plan')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
