import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  NumberField,
  PasswordField,
  Switch,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { organizationModelsTranslationRef } from '../../translation';
import { toOptionalNumber } from '../Fields/toOptionalNumber';
import styles from './EditDialog.module.css';
import type { EditForm } from './EditForm';

type FieldsProps = {
  form: EditForm;
  change: (changes: Partial<EditForm>) => void;
};

/** What may be changed of a model, as it is now. */
export function EditFields({ form, change }: FieldsProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <div className={styles.fields}>
      <TextField
        label={t('newModel.model.displayName')}
        value={form.displayName}
        onChange={displayName => change({ displayName })}
      />
      <NumberField
        label={t('newModel.size.gpus')}
        placeholder={t('newModel.size.gpusAutomatic')}
        minValue={0}
        value={form.gpuCount ?? NaN}
        onChange={value => change({ gpuCount: toOptionalNumber(value) })}
      />
      <ScalingFields form={form} change={change} />
      <TextField
        label={t('newModel.advanced.image')}
        placeholder={t('newModel.advanced.imageHelp')}
        value={form.image}
        onChange={image => change({ image })}
        autoComplete="off"
        spellCheck="false"
      />
      <NumberField
        label={t('edit.context')}
        placeholder={t('edit.contextHelp')}
        minValue={1}
        value={form.maxModelLen ?? NaN}
        onChange={value => change({ maxModelLen: toOptionalNumber(value) })}
      />
      <TextAreaField
        className={styles.wide}
        label={t('edit.arguments')}
        description={t('edit.argumentsHelp')}
        value={form.extraArgs}
        onChange={extraArgs => change({ extraArgs })}
        rows={3}
      />
      <PasswordField
        className={styles.wide}
        label={t('edit.token')}
        description={t('edit.tokenHelp')}
        value={form.token}
        onChange={token => change({ token })}
        // Browsers offer to save anything else
        autoComplete="new-password"
      />
    </div>
  );
}

function ScalingFields({ form, change }: FieldsProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <>
      <Switch
        className={styles.wide}
        label={t('newModel.size.autoscaling')}
        isSelected={form.isAutoscaled}
        onChange={isAutoscaled => change({ isAutoscaled })}
      />
      {form.isAutoscaled ? (
        <>
          <NumberField
            label={t('newModel.size.minReplicas')}
            minValue={1}
            placeholder="1"
            value={form.minReplicas ?? NaN}
            onChange={value => change({ minReplicas: toOptionalNumber(value) })}
          />
          <NumberField
            label={t('newModel.size.maxReplicas')}
            minValue={1}
            placeholder="8"
            value={form.maxReplicas ?? NaN}
            onChange={value => change({ maxReplicas: toOptionalNumber(value) })}
          />
        </>
      ) : (
        <NumberField
          label={t('newModel.size.replicas')}
          minValue={1}
          placeholder="1"
          value={form.replicas ?? NaN}
          onChange={value => change({ replicas: toOptionalNumber(value) })}
        />
      )}
    </>
  );
}
