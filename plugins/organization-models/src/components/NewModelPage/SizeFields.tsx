import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { NumberField, Switch } from '@backstage/ui';
import { organizationModelsTranslationRef } from '../../translation';
import { Panel } from '../Panel/Panel';
import { useField } from '../Fields/FieldProblems';
import { toOptionalNumber } from '../Fields/toOptionalNumber';
import type { FieldsProps } from './FieldsProps';
import { FormSection } from './FormSection';
import styles from './NewModelPage.module.css';

/** How many GPUs each replica has, and how many replicas there are. */
export function SizeFields({ form, change }: FieldsProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const gpuField = useField('deployment_config.gpu_count');
  return (
    <Panel title={t('newModel.size.title')}>
      <FormSection>
        <NumberField
          {...gpuField}
          label={t('newModel.size.gpus')}
          description={t('newModel.size.gpusHelp')}
          placeholder={t('newModel.size.gpusAutomatic')}
          minValue={0}
          value={form.gpuCount ?? NaN}
          onChange={value => change({ gpuCount: toOptionalNumber(value) })}
        />
        {form.isAutoscaled ? null : (
          <ReplicasField form={form} change={change} />
        )}
        <Switch
          className={styles.wide}
          label={t('newModel.size.autoscaling')}
          isSelected={form.isAutoscaled}
          onChange={isAutoscaled => change({ isAutoscaled })}
        />
        {form.isAutoscaled && <AutoscalingFields form={form} change={change} />}
      </FormSection>
    </Panel>
  );
}

function ReplicasField({ form, change }: FieldsProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const replicasField = useField('deployment_config.replicas');
  return (
    <NumberField
      {...replicasField}
      label={t('newModel.size.replicas')}
      description={t('newModel.size.replicasHelp')}
      placeholder="1"
      minValue={1}
      value={form.replicas ?? NaN}
      onChange={value => change({ replicas: toOptionalNumber(value) })}
    />
  );
}

const AUTOSCALING = 'deployment_config.autoscaling_config';

function AutoscalingFields({ form, change }: FieldsProps) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const minimumField = useField(`${AUTOSCALING}.min_replicas`);
  const maximumField = useField(`${AUTOSCALING}.max_replicas`);
  return (
    <>
      <NumberField
        {...minimumField}
        label={t('newModel.size.minReplicas')}
        description={t('newModel.size.minReplicasHelp')}
        placeholder="1"
        value={form.minReplicas ?? NaN}
        onChange={value => change({ minReplicas: toOptionalNumber(value) })}
      />
      <NumberField
        {...maximumField}
        label={t('newModel.size.maxReplicas')}
        description={t('newModel.size.maxReplicasHelp')}
        placeholder="8"
        value={form.maxReplicas ?? NaN}
        onChange={value => change({ maxReplicas: toOptionalNumber(value) })}
      />
    </>
  );
}
