import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { organizationModelsTranslationRef } from '../../translation';

const BY_TYPE = 'gpus_by_type.';

/** What people call a resource, and the place that limits it. */
export function useQuotaWords() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const resources: Record<string, string> = {
    models: t('quota.resource.models'),
    gpus: t('quota.resource.gpus'),
    cpu: t('quota.resource.cpu'),
    memory: t('quota.resource.memory'),
  };
  const sources: Record<string, string> = {
    override: t('quota.source.override'),
    config: t('quota.source.config'),
    default: t('quota.source.default'),
    unlimited: t('quota.source.unlimited'),
  };
  return {
    ofResource: (resource: string) =>
      resource.startsWith(BY_TYPE)
        ? t('quota.resource.gpusOfType', {
            type: resource.slice(BY_TYPE.length),
          })
        : resources[resource] ?? resource,
    ofSource: (source: string) => sources[source] ?? source,
  };
}
