import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex } from '@backstage/ui';
import type {
  Model,
  ModelStatus,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import { Age } from '../Age/Age';
import { DiagnosisPanel } from '../Diagnosis/DiagnosisPanel';
import { Facts } from '../Facts/Facts';
import { Panel } from '../Panel/Panel';
import { ConditionsPanel } from './ConditionsPanel';
import { EndpointsPanel } from './EndpointsPanel';
import { scalingText } from './scalingText';
import { StatusReasonAlert } from './StatusReasonAlert';

/** Of what is to end, or has ended, nothing is to be found out. */
const OVER: ModelStatus[] = ['stopped', 'deleting'];

/** How the model is, where it answers, and what it was asked to be. */
export function OverviewTab(props: { model: Model; onChanged: () => void }) {
  const { model, onChanged } = props;
  return (
    <Flex direction="column" gap="4">
      <StatusReasonAlert model={model} />
      {!OVER.includes(model.status) && (
        <DiagnosisPanel model={model} onChanged={onChanged} />
      )}
      <EndpointsPanel model={model} />
      <SpecPanel model={model} />
      <ConditionsPanel conditions={model.conditions} />
    </Flex>
  );
}

function SpecPanel({ model }: { model: Model }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { deployment_config: config } = model;
  return (
    <Panel title={t('model.spec.title')}>
      <Facts
        facts={{
          [t('model.spec.source')]:
            model.huggingface_id ?? model.repository_url,
          [t('model.spec.version')]: model.version,
          [t('model.spec.type')]: t(`modelType.${model.model_type}`),
          [t('model.spec.gpus')]: config.gpu_count || t('models.cpuOnly'),
          [t('model.spec.gpuType')]: model.requirements.gpu?.gpu_type,
          [t('model.spec.scaling')]: scalingText(model, t),
          [t('model.spec.image')]: config.image,
          [t('model.spec.volume')]: volumeText(model),
          [t('model.spec.token')]: config.has_hugging_face_token
            ? t('model.spec.tokenGiven')
            : undefined,
          [t('model.spec.cluster')]: `${model.cluster} / ${model.namespace}`,
          [t('model.spec.generation')]: t('model.spec.generationValue', {
            generation: String(model.generation),
            observed: String(model.observed_generation),
          }),
          [t('model.spec.observed')]: model.observed_at && (
            <Age at={model.observed_at} />
          ),
        }}
      />
    </Panel>
  );
}

function volumeText({ deployment_config: config }: Model): string | undefined {
  if (config.shared_pvc) {
    return config.shared_pvc;
  }
  return config.enable_pvc
    ? [config.storage_size, config.storage_class].filter(Boolean).join(', ')
    : undefined;
}
