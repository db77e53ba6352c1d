import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Select, TextField } from '@backstage/ui';
import { MODEL_TYPES } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import { Panel } from '../Panel/Panel';
import { useField } from '../Fields/FieldProblems';
import { FormSection } from './FormSection';
import { nameOf } from './ModelForm';
import type { FieldsProps } from './FieldsProps';

/** Which model, and what it is called here. */
export function ModelFields({ form, change }: FieldsProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const huggingFaceField = useField('huggingface_id');
  const nameField = useField('name');
  const displayNameField = useField('display_name');
  const typeField = useField('model_type');
  return (
    <Panel title={t('newModel.model.title')}>
      <FormSection>
        <TextField
          {...huggingFaceField}
          isRequired
          label={t('newModel.model.huggingFaceId')}
          description={t('newModel.model.huggingFaceIdHelp')}
          placeholder="Qwen/Qwen3-8B"
          value={form.huggingFaceId}
          onChange={huggingFaceId => change({ huggingFaceId })}
          autoComplete="off"
          spellCheck="false"
        />
        <TextField
          {...nameField}
          isRequired
          label={t('newModel.model.name')}
          description={t('newModel.model.nameHelp')}
          value={nameOf(form)}
          onChange={name => change({ name })}
          autoComplete="off"
          spellCheck="false"
        />
        <TextField
          {...displayNameField}
          label={t('newModel.model.displayName')}
          placeholder={nameOf(form)}
          value={form.displayName}
          onChange={displayName => change({ displayName })}
        />
        <Select
          {...typeField}
          label={t('newModel.model.type')}
          value={form.modelType}
          onChange={key =>
            change({ modelType: MODEL_TYPES.find(type => type === key) })
          }
          options={MODEL_TYPES.map(type => ({
            id: type,
            label: t(`modelType.${type}`),
          }))}
        />
      </FormSection>
    </Panel>
  );
}
