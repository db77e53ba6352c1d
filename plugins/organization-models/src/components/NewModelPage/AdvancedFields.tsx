import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PasswordField, Switch, TextField } from '@backstage/ui';
import { organizationModelsTranslationRef } from '../../translation';
import { Panel } from '../Panel/Panel';
import { useField } from '../Fields/FieldProblems';
import type { FieldsProps } from './FieldsProps';
import { FormSection } from './FormSection';
import styles from './NewModelPage.module.css';

/** What most models do without: an image, a token, a volume. */
export function AdvancedFields({ form, change }: FieldsProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const tokenField = useField('deployment_config.hugging_face_token');
  const imageField = useField('deployment_config.image');
  return (
    <Panel title={t('newModel.advanced.title')}>
      <FormSection>
        <PasswordField
          {...tokenField}
          label={t('newModel.advanced.token')}
          description={t('newModel.advanced.tokenHelp')}
          value={form.token}
          onChange={token => change({ token })}
          // Browsers offer to save anything else
          autoComplete="new-password"
        />
        <TextField
          {...imageField}
          label={t('newModel.advanced.image')}
          description={t('newModel.advanced.imageHelp')}
          value={form.image}
          onChange={image => change({ image })}
          autoComplete="off"
          spellCheck="false"
        />
        <Switch
          className={styles.wide}
          label={t('newModel.advanced.volume')}
          isSelected={form.hasVolume}
          onChange={hasVolume => change({ hasVolume })}
        />
        {form.hasVolume && <VolumeFields form={form} change={change} />}
      </FormSection>
    </Panel>
  );
}

function VolumeFields({ form, change }: FieldsProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const sizeField = useField('deployment_config.storage_size');
  const classField = useField('deployment_config.storage_class');
  return (
    <>
      <TextField
        {...sizeField}
        label={t('newModel.advanced.storageSize')}
        description={t('newModel.advanced.storageSizeHelp')}
        placeholder="100Gi"
        value={form.storageSize}
        onChange={storageSize => change({ storageSize })}
        autoComplete="off"
      />
      <TextField
        {...classField}
        label={t('newModel.advanced.storageClass')}
        description={t('newModel.advanced.storageClassHelp')}
        value={form.storageClass}
        onChange={storageClass => change({ storageClass })}
        autoComplete="off"
      />
    </>
  );
}
