import type { TranslationFunction } from '@backstage/frontend-plugin-api';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import type { organizationModelsTranslationRef } from '../../translation';

type Translate = TranslationFunction<typeof organizationModelsTranslationRef.T>;

/** How many replicas a model was asked to have, in words. */
export function scalingText(
  { deployment_config: config }: Model,
  t: Translate,
): string {
  const { enable_autoscaling, autoscaling_config: scaling } = config;
  return enable_autoscaling && scaling
    ? t('model.spec.autoscaled', {
        minimum: String(scaling.min_replicas),
        maximum: String(scaling.max_replicas),
        metric: scaling.target_metric,
        target: scaling.target_value,
      })
    : t('model.spec.fixed', { count: config.replicas ?? 1 });
}
